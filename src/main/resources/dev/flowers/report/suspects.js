'use strict';
(function () {
  // This text has neither the less-than sign nor the ampersand: the page is XML, too.
  const suspects = Array.from(document.querySelectorAll('li.suspect'));
  const state = document.getElementById('state');
  let saved = true;

  const input = (item) => item.querySelector('input');
  const label = (item) => input(item).value.trim();
  // What ClassNames refuses: else training would refuse the saved table.
  const isBad = (item) => !/[^\s\p{Cf}]/u.test(label(item)) || label(item).length > 1000
      || /[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(label(item));

  function say() {
    const looked = suspects.filter((item) => item.dataset.seen === 'yes').length;
    const changed = suspects.filter((item) => label(item) !== item.dataset.label).length;
    state.textContent = looked + ' of ' + suspects.length + ' decided, ' + changed + ' changed.';
  }

  function set(item, value) {
    input(item).value = value;
    decided(item);
  }

  function decided(item) {
    item.dataset.seen = 'yes';
    input(item).setAttribute('aria-invalid', isBad(item) ? 'true' : 'false');
    saved = false;
    say();
  }

  suspects.forEach((item) => {
    item.querySelector('[data-do=accept]').addEventListener('click', () => set(item, item.dataset.suggested));
    item.querySelector('[data-do=keep]').addEventListener('click', () => set(item, item.dataset.label));
    input(item).addEventListener('input', () => decided(item));
  });

  const field = (text) => /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;

  function table() {
    const rows = suspects.map((item) =>
      [item.dataset.path, label(item), item.dataset.split].map(field).join(','));
    const others = document.getElementById('others').textContent;
    const all = ['path,label,split'].concat(rows).join('\r\n') + '\r\n';
    // A quoted path may have a line end of its own.
    return all + others.replace(/"(?:[^"]|"")*"|\n/g, (part) => part === '\n' ? '\r\n' : part);
  }

  document.getElementById('save').addEventListener('click', () => {
    const bad = suspects.find(isBad);
    if (bad) {
      state.textContent = 'Found no label, or one that is not a class name, for ' + bad.dataset.path + '.';
      input(bad).focus();
      return;
    }
    const link = document.createElement('a');
    link.href = URL.createObjectURL(new Blob([table()], { type: 'text/csv' }));
    link.download = 'labels.csv';
    document.body.append(link);
    link.click();
    link.remove();
    saved = true;
  });

  window.addEventListener('beforeunload', (event) => {
    if (!saved) {
      event.preventDefault();
    }
  });
  say();
}());
