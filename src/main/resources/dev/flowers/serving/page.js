// The page: photos come in, models are chosen, tokens are asked for.
import * as server from './server.js';
import {Photo, element} from './photo.js';

const LOOK_AGAIN = 3000;

const find = (id) => document.getElementById(id);
const photos = new Set();
let models = [];
let chosen = '';
let said = [];

const page = {
  limit: Number(document.body.dataset.bodyBytes),
  model: () => chosen,
  say, gone, removed,
  token: askForToken,
  missing: () => loadModels(),
};

/** Several photos answered at once are said in one sentence: else only the last would be read. */
function say(text) {
  said.push(text);
  if (said.length === 1) {
    setTimeout(() => {
      find('live').textContent = said.join('. ');
      said = [];
    }, 200);
  }
}

function add(files) {
  const added = Array.from(files, (file) => new Photo(file, page));
  find('photos').prepend(...added.map((photo) => photo.node));
  for (const photo of added) {
    photos.add(photo);
    if (chosen) photo.start();
    else photo.state('Waiting for the server …', 'wait');
  }
  say(added.length === 1 ? added[0].name + ' was added' : added.length + ' photos were added');
  find('clear').hidden = photos.size === 0;
}

function removed(photo) {
  const next = photo.node.nextElementSibling ?? photo.node.previousElementSibling;
  photos.delete(photo);
  photo.remove();
  find('clear').hidden = photos.size === 0;
  (next?.querySelector('h2') ?? find('choose')).focus();
}

function restart(kinds) {
  for (const photo of photos) {
    if (kinds.includes(photo.failed)) photo.start();
  }
}

let looking = false;

/** Says that the server is gone, and looks until it is back. */
async function gone() {
  if (looking) return;
  looking = true;
  find('gone').hidden = false;
  while (!(await server.alive())) {
    await new Promise((resolve) => setTimeout(resolve, LOOK_AGAIN));
  }
  looking = false;
  find('gone').hidden = true;
  say('The server answers again');
  if (!chosen) loadModels();
  restart(['gone']);
}

async function loadModels() {
  let found;
  try {
    found = await server.models();
  } catch (e) {
    if (e.kind === 'gone') gone();
    else if (e.kind === 'token') askForToken();
    else {
      find('model').textContent = 'The server does not say which models it has. ' + e.message;
      setTimeout(loadModels, LOOK_AGAIN);
    }
    return;
  }
  models = found;
  const first = !chosen;
  if (!models.some((model) => model.name === chosen)) chosen = models[0].name;
  showModels();
  if (first) for (const photo of photos) photo.start();
  else restart(['token']);
}

function showModels() {
  const names = [...new Set(models.map((model) => model.name))];
  const label = (name) => name + ', version ' + models.find((model) => model.name === name).version;
  if (names.length === 1) {
    find('model').textContent = 'Model: ' + label(names[0]);
    return;
  }
  const select = element('select', {id: 'models'}, ...names.map((name) =>
    element('option', {value: name, textContent: label(name), selected: name === chosen})));
  select.addEventListener('change', () => {
    chosen = select.value;
    for (const photo of photos) photo.start();
  });
  const caption = element('label', {htmlFor: 'models', textContent: 'Model'});
  find('model').replaceChildren(caption, ' ', select);
}

function askForToken() {
  const dialog = find('token-dialog');
  if (dialog.open) return;
  find('token-wrong').hidden = !server.hasToken();
  find('token').value = '';
  dialog.showModal();
}

find('token-form').addEventListener('submit', (event) => {
  event.preventDefault();
  server.useToken(find('token').value.trim());
  find('token-dialog').close();
  loadModels();
});
find('token-cancel').addEventListener('click', () => find('token-dialog').close());
find('token-dialog').addEventListener('close', () => {
  if (!chosen && !server.hasToken()) {
    const button = element('button', {type: 'button', textContent: 'Enter a token'});
    button.addEventListener('click', askForToken);
    find('model').replaceChildren('The server asks for a token. ', button);
  }
});

find('choose').addEventListener('click', () => find('files').click());
find('photograph').addEventListener('click', () => find('camera').click());
for (const input of [find('files'), find('camera')]) {
  input.addEventListener('change', () => {
    add(input.files);
    input.value = ''; // the same file may be chosen again
  });
}
find('clear').addEventListener('click', () => {
  for (const photo of photos) photo.remove();
  photos.clear();
  find('clear').hidden = true;
  find('choose').focus();
});
// Elsewhere the attribute "capture" opens the dialog of files once more.
find('photograph').hidden = !matchMedia('(pointer: coarse)').matches;

document.addEventListener('paste', (event) => {
  if (event.clipboardData.files.length > 0) {
    event.preventDefault();
    add(event.clipboardData.files);
  }
});
const drags = (event) => event.dataTransfer.types.includes('Files');
let depth = 0; // an element within is entered before the one around it is left
const dropping = (now) => {
  depth = now;
  document.body.classList.toggle('dropping', depth > 0);
};
addEventListener('dragenter', (event) => { if (drags(event)) dropping(depth + 1); });
addEventListener('dragleave', (event) => { if (drags(event)) dropping(Math.max(0, depth - 1)); });
addEventListener('dragover', (event) => { if (drags(event)) event.preventDefault(); });
addEventListener('drop', (event) => {
  if (!drags(event)) return;
  event.preventDefault();
  dropping(0);
  add(event.dataTransfer.files);
});

loadModels();
