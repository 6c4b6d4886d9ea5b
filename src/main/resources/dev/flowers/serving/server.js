// What the page asks the server, and what may come of it.

/** Why there is no answer. */
export class Failure extends Error {
  /**
   * @param {string} kind 'gone', 'token', 'busy', 'large', 'bad', 'missing', 'slow' or 'other'
   * @param {string} message what the server says; empty if it says nothing
   * @param {number} wait seconds after which to try again
   */
  constructor(kind, message, wait = 1) {
    super(message);
    this.kind = kind;
    this.wait = wait;
  }
}

const KINDS = {
  400: 'bad', 401: 'token', 403: 'token', 404: 'missing', 408: 'slow', 413: 'large', 429: 'busy',
  503: 'busy', 504: 'slow',
};

/** Only ever in this variable: it goes with the page. */
let token = '';

export function useToken(value) {
  token = value;
}

export function hasToken() {
  return token !== '';
}

async function message(response) {
  try {
    const json = await response.json();
    return String(json.message ?? json.error ?? '');
  } catch {
    return '';
  }
}

async function ask(path, options = {}) {
  const headers = {Accept: 'application/json', ...options.headers};
  if (token) headers.Authorization = 'Bearer ' + token;
  let response;
  try {
    response = await fetch(new URL(path, document.baseURI), {
      ...options, headers, cache: 'no-store', credentials: 'omit', redirect: 'error',
    });
  } catch (e) {
    throw e.name === 'AbortError' ? e : new Failure('gone', '');
  }
  if (!response.ok) {
    const wait = Number(response.headers.get('Retry-After')) || 1;
    throw new Failure(KINDS[response.status] ?? 'other', await message(response), wait);
  }
  try {
    return {json: await response.json(), headers: response.headers};
  } catch (e) {
    throw e.name === 'AbortError' ? e : new Failure('gone', '');
  }
}

function send(route, model, file, signal) {
  return ask(route + '/' + encodeURIComponent(model), {
    method: 'POST', body: file, signal, headers: {'Content-Type': 'application/octet-stream'},
  });
}

/** The models: [{name, version}]. */
export async function models() {
  const {json} = await ask('models');
  return json.models.map((model) => ({name: model.modelName, version: model.version}));
}

/** The classes of a photo, the most probable first: {version, classes: [{name, probability}]}. */
export async function classify(model, file, signal) {
  const {json, headers} = await send('predictions', model, file, signal);
  return {
    version: headers.get('X-Model-Version') ?? '',
    classes: json.map((entry) => ({name: entry.className, probability: entry.probability})),
  };
}

export async function explain(model, file, signal) {
  return (await send('explanations', model, file, signal)).json;
}

export async function neighbors(model, file, signal) {
  return (await send('neighbors', model, file, signal)).json;
}

/** Whether the server answers at all. */
export async function alive() {
  try {
    return (await fetch(new URL('v2/health/live', document.baseURI), {cache: 'no-store'})).ok;
  } catch {
    return false;
  }
}

function quoted(word) {
  return /^[\w@%+=:,./-]+$/.test(word) ? word : "'" + word.replaceAll("'", "'\\''") + "'";
}

/** The request for a shell. The token is not in it: a shell keeps what it was given. */
export function curl(model, name) {
  const file = name.startsWith('-') ? './' + name : name;
  const url = new URL('predictions/' + encodeURIComponent(model), document.baseURI);
  const header = token ? ' -H "Authorization: Bearer $TOKEN"' : '';
  return 'curl' + header + ' --data-binary ' + quoted('@' + file) + ' ' + quoted(url.href);
}

/** Runs so many tasks at once, in the order in which they came. */
export function lane(count) {
  const waiting = [];
  let running = 0;
  const next = () => {
    if (running < count && waiting.length > 0) {
      running++;
      waiting.shift()();
    }
  };
  return async (task) => {
    await new Promise((resolve) => {
      waiting.push(resolve);
      next();
    });
    try {
      return await task();
    } finally {
      running--;
      next();
    }
  };
}
