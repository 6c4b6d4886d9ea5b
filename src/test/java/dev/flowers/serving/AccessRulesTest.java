package dev.flowers.serving;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class AccessRulesTest {
  @ParameterizedTest
  @CsvSource({
    "127.0.0.1,127.0.0.1",
    "127.0.0.2,127.0.0.2",
    "::1,[::1]",
    "[::1],[::1]",
    "0:0:0:0:0:0:0:1,[0:0:0:0:0:0:0:1]"
  })
  void onLoopbackTheHostThatWasGivenIsOneOfThePermitted(String host, String permitted)
      throws UnknownHostException {
    Set<String> hosts = AccessRules.hosts(host, InetAddress.getByName(host));
    assertTrue(hosts.contains(permitted), hosts.toString());
    assertTrue(hosts.containsAll(Set.of("localhost", "127.0.0.1", "[::1]")), hosts.toString());
    assertFalse(hosts.contains("evil.example"), hosts.toString());
  }

  @Test
  void aNameOfLoopbackIsPermittedInLowerCaseAndByItsAddress() throws UnknownHostException {
    Set<String> hosts =
        AccessRules.hosts("Garden", InetAddress.getByAddress(new byte[] {127, 0, 1, 1}));
    assertTrue(hosts.containsAll(Set.of("garden", "127.0.1.1")), hosts.toString());
  }

  @ParameterizedTest
  @ValueSource(strings = {"0.0.0.0", "::", "192.0.2.1"})
  void onTheNetworkAnyHostIsPermitted(String host) throws UnknownHostException {
    assertEquals(Set.of(), AccessRules.hosts(host, InetAddress.getByName(host)));
  }
}
