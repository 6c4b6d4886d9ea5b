// No markup sign that XML would not take as it stands occurs here: the page is well-formed XML too.
'use strict';
(function () {
  const map = document.querySelector('.map');
  if (!map) return;
  const drawing = map.querySelector('svg');
  const card = map.querySelector('.card');
  const view = card.querySelector('svg');
  const say = card.querySelector('p');
  const tile = Number(view.dataset.tile);
  const columns = Number(view.dataset.columns);
  const pictures = Number(view.dataset.pictures);

  // In the order of the pictures; the mistakes, which come first, are drawn last.
  const marks = Array.from(drawing.querySelectorAll('.m')).reverse().map(function (node, index) {
    const title = node.querySelector('title');
    const place = node.transform.baseVal.getItem(0).matrix;
    const mark = {node: node, index: index, text: title.textContent, x: place.e, y: place.f};
    title.remove(); // The card says it, and a browser's own bubble would cover it.
    return mark;
  });
  const shown = function () {
    return marks.filter(function (mark) { return !mark.node.classList.contains('off'); });
  };
  let current = null;

  function hide() {
    if (current) current.node.classList.remove('at');
    current = null;
    card.hidden = true;
  }

  function show(mark) {
    if (mark === current) return;
    hide();
    if (!mark) return;
    current = mark;
    mark.node.classList.add('at');
    const pictured = pictures > mark.index;
    view.style.display = pictured ? '' : 'none';
    const left = (mark.index % columns) * tile;
    const top = Math.floor(mark.index / columns) * tile;
    // Less its outermost pixels, which JPEG may have mixed with the neighbours'.
    view.setAttribute('viewBox', [left + 1, top + 1, tile - 2, tile - 2].join(' '));
    say.textContent = mark.text;
    card.hidden = false;
    // On the side of the mark where there is room.
    const scale = drawing.clientWidth / drawing.viewBox.baseVal.width;
    const x = mark.x * scale;
    const y = mark.y * scale;
    const right = x > drawing.clientWidth / 2;
    card.style.left = Math.max(0, Math.min(right ? x - card.offsetWidth - 14 : x + 14,
        drawing.clientWidth - card.offsetWidth)) + 'px';
    card.style.top = Math.max(0, Math.min(y - card.offsetHeight / 2,
        drawing.clientHeight - card.offsetHeight)) + 'px';
  }

  function nearest(event) {
    const box = drawing.getBoundingClientRect();
    const scale = drawing.viewBox.baseVal.width / box.width;
    const x = (event.clientX - box.left) * scale;
    const y = (event.clientY - box.top) * scale;
    let best = null;
    let least = Math.pow(16 * scale, 2);
    shown().forEach(function (mark) {
      const distance = Math.pow(mark.x - x, 2) + Math.pow(mark.y - y, 2);
      if (least > distance) {
        best = mark;
        least = distance;
      }
    });
    return best;
  }

  drawing.addEventListener('pointermove', function (event) { show(nearest(event)); });
  drawing.addEventListener('pointerdown', function (event) { show(nearest(event)); });
  drawing.addEventListener('pointerleave', function (event) {
    if (event.pointerType === 'mouse') hide();
  });
  map.addEventListener('blur', hide);
  map.addEventListener('keydown', function (event) {
    const step = {ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1}[event.key];
    const list = shown();
    if (event.key === 'Escape') {
      hide();
    } else if (step ? list.length > 0 : false) {
      const at = list.indexOf(current);
      const next = at === -1 ? (step === 1 ? 0 : list.length - 1) : at + step;
      show(list[(next + list.length) % list.length]);
      event.preventDefault();
    }
  });

  const mistakes = document.getElementById('mistakes');
  const buttons = Array.from(document.querySelectorAll('#map button'));
  function filter() {
    hide();
    const on = new Set();
    buttons.forEach(function (button) {
      if (button.getAttribute('aria-pressed') === 'true') on.add(button.dataset.class);
    });
    marks.forEach(function (mark) {
      const fits = on.has(mark.node.dataset.class);
      const wanted = mistakes.checked ? mark.node.classList.contains('w') : true;
      mark.node.classList.toggle('off', !(fits ? wanted : false));
    });
  }
  mistakes.addEventListener('change', filter);
  buttons.forEach(function (button) {
    button.addEventListener('click', function () {
      button.setAttribute('aria-pressed', String(button.getAttribute('aria-pressed') !== 'true'));
      filter();
    });
  });
})();
