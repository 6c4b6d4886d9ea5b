// One photo: its picture, the answer, the explanation and the nearest training photos.
import * as server from './server.js';

/** As many as a browser opens connections to a server, less two for the rest. */
const classifying = server.lane(4);
/** Each is a run of the network more, and nobody waits for it. */
const comparing = server.lane(1);

/** A full queue is soon served; an explanation that is under way may take a minute. */
const TRIES = 6;
const EXPLANATION_TRIES = 20;
const LONGEST_WAIT = 8;
const SHOWN = 5;
const WAITING = 'Waiting for the answer …';
const EXPLAINING = 'Computing the explanation: this takes seconds to a minute …';

/** Makes an element; of the properties, those that begin with "aria" or "role" are attributes. */
export function element(tag, properties, ...children) {
  const made = document.createElement(tag);
  for (const [name, value] of Object.entries(properties ?? {})) {
    if (/^(aria|role)/.test(name)) made.setAttribute(name, value);
    else made[name] = value;
  }
  made.append(...children);
  return made;
}

export function percent(share) {
  return share > 0 && share < 0.0005 ? '< 0.1%' : (100 * share).toFixed(1) + '%';
}

function megabytes(bytes) {
  return (bytes / 1e6).toFixed(1) + ' MB';
}

function points(fall) {
  const text = (100 * Math.abs(fall)).toFixed(1) + ' points';
  return fall > 0 ? '−' + text : fall < 0 ? '+' + text : text;
}

let count = 0;

export class Photo {
  /**
   * @param {File} file
   * @param page {model(): string, say(text), gone(photo), token(photo), missing(), removed(photo), limit: number}
   */
  constructor(file, page) {
    this.file = file;
    this.page = page;
    this.name = file.name || 'pasted photo';
    this.address = URL.createObjectURL(file);
    this.abort = new AbortController();
    const id = 'photo-' + ++count;
    this.title = element('h2', {id, tabIndex: -1, textContent: this.name});
    const remove = element('button', {type: 'button', textContent: 'Remove', 'aria-label': 'Remove ' + this.name});
    remove.addEventListener('click', () => page.removed(this));
    this.square = element('div', {className: 'square'});
    this.beside = element('div', {});
    this.answer = element('div', {className: 'answer'});
    this.nearest = element('div', {className: 'nearest', hidden: true});
    this.request = element('details', {hidden: true});
    this.node = element('article', {className: 'photo', 'aria-labelledby': id},
        element('div', {className: 'top'}, this.title, remove),
        element('div', {className: 'sides'},
            element('figure', {}, this.square, this.beside), this.answer),
        this.nearest, this.request);
    this.picture();
  }

  picture() {
    const image = element('img', {src: this.address, alt: this.name});
    image.addEventListener('error', () =>
      image.replaceWith(element('p', {textContent: 'This browser cannot show the file.'})));
    this.square.replaceChildren(image);
  }

  /** Ends what is under way and asks the chosen model. */
  async start() {
    this.abort.abort();
    const abort = this.abort = new AbortController();
    const model = this.page.model();
    this.failed = '';
    this.picture();
    this.beside.replaceChildren();
    this.legend?.remove();
    this.nearest.hidden = true;
    this.nearest.replaceChildren();
    this.showRequest(model);
    if (this.file.size > this.page.limit) {
      this.fail(new server.Failure('large', ''));
      return;
    }
    this.state(WAITING, 'wait');
    try {
      const answer = await classifying(() => this.patiently(
          () => server.classify(model, this.file, abort.signal), abort.signal,
          (text) => this.state(text, 'wait')));
      this.show(model, answer);
      this.compare(model, abort.signal);
    } catch (e) {
      if (e.name !== 'AbortError') this.fail(e);
    }
  }

  /** Tries again while the server is busy, later each time. */
  async patiently(task, signal, say, waiting = WAITING, tries = TRIES) {
    for (let n = 1; ; n++) {
      signal.throwIfAborted();
      try {
        return await task();
      } catch (e) {
        if (e.kind !== 'busy' || n === tries) throw e;
        const wait = Math.max(e.wait, Math.min(LONGEST_WAIT, 2 ** (n - 1)));
        say('The server is busy. Trying again in ' + wait + ' s …');
        await new Promise((resolve) => setTimeout(resolve, 1000 * wait * (0.75 + Math.random() / 2)));
        say(waiting);
      }
    }
  }

  state(text, kind, ...more) {
    this.answer.replaceChildren(element('p', {className: 'state ' + kind, textContent: text}), ...more);
  }

  fail(failure) {
    this.failed = failure.kind ?? 'other';
    const again = element('button', {type: 'button', textContent: 'Try again'});
    again.addEventListener('click', () => this.start());
    const retry = element('p', {className: 'buttons'}, again);
    const detail = failure.message
      ? [element('p', {className: 'detail', textContent: 'The server says: ' + failure.message})] : [];
    const told = {
      large: ['This file is too large: it has ' + megabytes(this.file.size) + ', and the server takes '
          + megabytes(this.page.limit) + ' at most.', ...detail],
      bad: ['This is not an image that the server can read.', ...detail],
      busy: ['The server is too busy to answer.', retry],
      gone: ['The server does not answer.', retry],
      token: ['The server asks for a token.', retry],
      missing: ['The server no longer has this model.', ...detail, retry],
      slow: ['The answer took too long.', ...detail, retry],
    }[this.failed] ?? ['The server failed.', ...detail, retry];
    const [text, ...more] = told;
    this.state(text, 'wrong', ...more);
    this.page.say(this.name + ': ' + text);
    if (this.failed === 'gone') this.page.gone();
    if (this.failed === 'token') this.page.token();
    if (this.failed === 'missing') this.page.missing();
  }

  show(model, answer) {
    const best = answer.classes[0];
    this.version = answer.version;
    const rows = answer.classes.map((entry) => {
      const bar = element('div', {});
      bar.style.width = 100 * entry.probability + '%';
      return element('li', {},
          element('div', {className: 'name'}, entry.name, element('span', {textContent: percent(entry.probability)})),
          element('div', {className: 'bar', 'aria-hidden': 'true'}, bar));
    });
    const list = element('ol', {className: 'classes', role: 'list'}, ...rows.slice(0, SHOWN));
    const more = rows.length > SHOWN
      ? [element('details', {}, element('summary', {textContent: 'The other ' + (rows.length - SHOWN) + ' classes'}),
          element('ol', {className: 'classes', role: 'list'}, ...rows.slice(SHOWN)))] : [];
    const version = answer.version ? ', version ' + answer.version : '';
    this.answer.replaceChildren(list, ...more,
        element('p', {className: 'say', textContent: 'Predicted by ' + model + version}));
    this.page.say(this.name + ': ' + best.name + ', ' + percent(best.probability));
    this.offerExplanation(model);
  }

  offerExplanation(model) {
    const button = element('button', {type: 'button', textContent: 'Explain the prediction'});
    const told = element('p', {className: 'say', role: 'status'});
    button.addEventListener('click', async () => {
      if (button.getAttribute('aria-disabled') === 'true') return;
      if (this.map) {
        this.toggle(button, this.map.hidden);
        return;
      }
      const signal = this.abort.signal;
      button.setAttribute('aria-disabled', 'true');
      const say = (text) => {
        told.className = 'say state wait';
        told.textContent = text;
      };
      say(EXPLAINING);
      try {
        this.overlay(button, await this.patiently(
            () => server.explain(model, this.file, signal), signal, say, EXPLAINING, EXPLANATION_TRIES));
        told.textContent = '';
        told.className = 'say';
      } catch (e) {
        if (e.name === 'AbortError') return;
        told.className = 'say wrong';
        told.textContent = 'No explanation. ' + ({
          busy: 'The server is too busy: try again later.', gone: 'The server does not answer.',
          token: 'The server asks for a token.', slow: 'It took too long: try again later.',
        }[e.kind] ?? (e.message ? 'The server says: ' + e.message : 'The server failed.'));
        if (e.kind === 'gone') this.page.gone();
        if (e.kind === 'token') this.page.token();
      } finally {
        button.removeAttribute('aria-disabled');
      }
    });
    this.map = null;
    this.beside.replaceChildren(element('p', {className: 'buttons'}, button), told);
  }

  overlay(button, explanation) {
    const most = Math.max(...explanation.decreases.flat());
    const name = explanation.className;
    this.map = element('img', {
      src: explanation.picture,
      alt: 'Occlusion sensitivity map of ' + name + ': hiding a part of the photo lowers the probability by up to '
          + (100 * Math.max(0, most)).toFixed(1) + ' percentage points',
    });
    this.square.append(this.map);
    const range = explanation.pictureRange;
    this.legend = element('figcaption', {className: 'legend'},
        element('div', {className: 'scale', 'aria-hidden': 'true'}),
        element('p', {className: 'ends'}, element('span', {textContent: points(-range)}),
            element('span', {textContent: '0'}), element('span', {textContent: points(range)})),
        element('p', {textContent: 'How the probability of ' + name + ', ' + percent(explanation.probability)
            + ', changes when a part of the photo is hidden.' + (most > 0 ? ' Frame: the largest decrease.' : '')}),
        ...(String(explanation.version) === this.version ? []
          : [element('p', {textContent: 'Explained by version ' + explanation.version})]));
    this.beside.before(this.legend);
    button.textContent = 'Show the explanation';
    this.toggle(button, true);
  }

  toggle(button, shown) {
    this.map.hidden = !shown;
    this.legend.hidden = !shown;
    button.setAttribute('aria-pressed', String(shown));
  }

  /** Asks for the nearest training photos. A model without them is none the worse: a line says so. */
  async compare(model, signal) {
    const title = element('h3', {textContent: 'Most similar training photos'});
    const told = element('p', {className: 'say state wait', textContent: WAITING});
    this.nearest.replaceChildren(title, told);
    this.nearest.hidden = false;
    try {
      const found = await comparing(() => this.patiently(
          () => server.neighbors(model, this.file, signal), signal, (text) => { told.textContent = text; }));
      const list = element('ol', {role: 'list'}, ...found.neighbors.map((neighbor) => this.neighbor(neighbor)));
      told.className = 'say';
      told.textContent = found.neighbors.length === 0 ? 'There are none.'
        : 'By the cosine similarity of their embeddings.' + (found.unchanged ? ''
          : ' The photos have changed since this model was trained: it may not have seen all of them.');
      this.nearest.append(list);
    } catch (e) {
      if (e.name === 'AbortError') return;
      told.className = 'say';
      told.textContent = e.kind === 'missing'
        ? 'The server no longer has the embeddings of the photos that this model was trained on.'
        : 'The server did not give them.';
    }
  }

  neighbor(neighbor) {
    const square = element('div', {className: 'square'}, neighbor.thumbnail
      ? element('img', {src: neighbor.thumbnail, alt: 'Training photo of ' + neighbor.className})
      : element('p', {textContent: 'file not found'}));
    return element('li', {}, element('figure', {}, square,
        element('figcaption', {}, element('div', {textContent: neighbor.className + ', ' + neighbor.similarity.toFixed(3)}),
            element('div', {className: 'file', textContent: (neighbor.path ?? '').replaceAll('/', '/\u200b')}))));
  }

  showRequest(model) {
    const text = server.curl(model, this.name);
    const copy = element('button', {type: 'button', textContent: 'Copy'});
    copy.addEventListener('click', async () => {
      try {
        await navigator.clipboard.writeText(text);
        this.page.say('Copied');
        copy.textContent = 'Copied';
      } catch {
        // Only https and this machine have a clipboard: then the text is selected.
        getSelection().selectAllChildren(this.request.querySelector('code'));
      }
    });
    const parts = [element('summary', {textContent: 'The request as curl'}),
      element('pre', {}, element('code', {textContent: text}))];
    this.request.replaceChildren(...parts, copy);
    this.request.hidden = false;
  }

  remove() {
    this.abort.abort();
    URL.revokeObjectURL(this.address);
    this.node.remove();
  }
}
