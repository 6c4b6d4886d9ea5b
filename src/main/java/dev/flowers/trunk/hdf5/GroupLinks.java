package dev.flowers.trunk.hdf5;

import io.jhdf.GroupSymbolTableNode;
import io.jhdf.LocalHeap;
import io.jhdf.ObjectHeader;
import io.jhdf.SymbolTableEntry;
import io.jhdf.Utils;
import io.jhdf.btree.BTreeV1;
import io.jhdf.exceptions.HdfException;
import io.jhdf.object.message.LinkInfoMessage;
import io.jhdf.object.message.LinkMessage;
import io.jhdf.object.message.LinkMessage.LinkType;
import io.jhdf.object.message.SymbolTableMessage;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/** A group's members, in two of the three forms in which HDF5 lists them. */
final class GroupLinks {
  /** The cache type of a symbol table entry that is a soft link. */
  private static final int SOFT_LINK = 2;

  /** The file's undefined address. */
  private static final long UNDEFINED = -1;

  private GroupLinks() {}

  /** A member's name, and where its header is. */
  record Link(String name, long address) {}

  static List<Link> of(BoundedStorage storage, ObjectHeader group) {
    if (group.hasMessageOfType(SymbolTableMessage.class)) {
      return ofSymbolTable(storage, group.getMessageOfType(SymbolTableMessage.class));
    }
    if (group.hasMessageOfType(LinkInfoMessage.class)) {
      LinkInfoMessage info = group.getMessageOfType(LinkInfoMessage.class);
      if (info.getBTreeNameIndexAddress() != UNDEFINED) {
        // jHDF allocates what such a heap says about itself.
        throw new HdfException(
            "found a group whose members are in a fractal heap, expected a symbol table or links in"
                + " the header (h5py without libver='latest')");
      }
    }
    List<Link> links = new ArrayList<>();
    for (LinkMessage message : group.getMessagesOfType(LinkMessage.class)) {
      if (message.getLinkType() == LinkType.HARD) {
        links.add(new Link(message.getLinkName(), message.getHardLinkAddress()));
      }
    }
    return links;
  }

  private static List<Link> ofSymbolTable(BoundedStorage storage, SymbolTableMessage table) {
    ByteBuffer names = new LocalHeap(storage, table.getLocalHeapAddress()).getDataBuffer();
    List<Link> links = new ArrayList<>();
    for (long node :
        BTreeV1.createGroupBTree(storage, table.getBTreeAddress()).getChildAddresses()) {
      for (SymbolTableEntry entry :
          new GroupSymbolTableNode(storage, node).getSymbolTableEntries()) {
        if (entry.getCacheType() != SOFT_LINK) {
          String name = Utils.readUntilNull(names.position(entry.getLinkNameOffset()));
          links.add(new Link(name, entry.getObjectHeaderAddress()));
        }
      }
    }
    return links;
  }
}
