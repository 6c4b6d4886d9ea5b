// Takes pictures of each state of the server's page, in light and dark, 390 and 1280 pixels wide, and
// checks each with axe-core. Exits with 1 if axe-core finds a violation.
//
// Needs Node 18, Chromium, and a server with two models. In a directory of your own:
//   npm install playwright-core axe-core
//   node …/benchmarks/page.mjs http://127.0.0.1:8080 PHOTO… > report.txt
// The first PHOTO is the one that is explained. The pictures go into the current directory.
// CHROMIUM is the browser's path; /usr/bin/chromium if it is not set.
import {readFileSync} from 'node:fs';
import {createRequire} from 'node:module';

const require = createRequire(process.cwd() + '/');
const {chromium} = require('playwright-core');
const axe = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const [address, ...photos] = process.argv.slice(2);

const later = (ms) => new Promise((resolve) => setTimeout(resolve, ms));
const answers = (page, status, body, headers = {}) => page.route('**/predictions/**', (route) =>
  route.fulfill({status, headers, contentType: 'application/json', body: JSON.stringify(body)}));
const add = (page, files) => page.setInputFiles('#files', files);
const answered = (page, count) => page.waitForFunction((n) =>
  document.querySelectorAll('.answer > .classes').length === n
      && document.querySelectorAll('.nearest ol').length === n, count, {timeout: 60_000});
const failed = (page) => page.waitForSelector('.answer .wrong', {timeout: 120_000});

const states = {
  empty: async () => {},
  answered: async (page) => {
    await add(page, photos);
    await answered(page, photos.length);
  },
  explained: async (page) => {
    await add(page, photos[0]);
    await answered(page, 1);
    await page.click('text=Explain the prediction');
    await page.waitForSelector('.legend', {timeout: 120_000});
    await page.click('summary');
  },
  explaining: async (page) => {
    await page.route('**/explanations/**', () => {});
    await add(page, photos[0]);
    await answered(page, 1);
    await page.click('text=Explain the prediction');
  },
  waiting: async (page) => {
    await page.route('**/predictions/**', () => {});
    await add(page, photos[0]);
  },
  dropping: async (page) => {
    await page.evaluate(() => {
      const data = new DataTransfer();
      data.items.add(new File(['a'], 'a.jpg', {type: 'image/jpeg'}));
      dispatchEvent(new DragEvent('dragenter', {dataTransfer: data}));
    });
  },
  large: async (page) => {
    await add(page, {name: 'panorama.jpg', mimeType: 'image/jpeg', buffer: Buffer.alloc(18e6)});
    await failed(page);
  },
  'not-an-image': async (page) => {
    await add(page, {name: 'notes.txt', mimeType: 'text/plain', buffer: Buffer.from('No flower grows here.')});
    await failed(page);
  },
  'busy-waiting': async (page) => {
    await answers(page, 429, {code: 429, message: 'queue is full'}, {'Retry-After': '60'});
    await add(page, photos[0]);
    await page.waitForSelector('text=Trying again');
  },
  busy: async (page) => {
    await page.clock.install();
    await answers(page, 429, {code: 429, message: 'queue is full'});
    await add(page, photos[0]);
    const end = failed(page);
    for (let i = 0; i < 40; i++) {
      await page.clock.runFor(5000);
      await later(20);
    }
    await end;
  },
  slow: async (page) => {
    await answers(page, 504, {code: 504, message: 'answer: found none within PT30S; try again later'});
    await add(page, photos[0]);
    await failed(page);
  },
  gone: async (page) => {
    await page.route('**/predictions/**', (route) => route.abort());
    await page.route('**/v2/health/live', (route) => route.abort());
    await add(page, photos[0]);
    await failed(page);
  },
  token: async (page) => {
    await page.route('**/models', (route) => route.fulfill({status: 401, body: '{}'}));
    await page.reload();
    await page.waitForSelector('dialog[open]');
  },
  'token-wrong': async (page) => {
    await states.token(page);
    await page.fill('#token', 'guess');
    await page.press('#token', 'Enter');
    await page.waitForSelector('#token-wrong:not([hidden])');
  },
  'no-embeddings': async (page) => {
    await page.route('**/neighbors/**', (route) => route.fulfill({status: 404, body: '{}'}));
    await add(page, photos[0]);
    await page.waitForSelector('text=no longer has the embeddings');
  },
};

const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-quic', '--no-first-run',
    '--disable-background-networking', '--disable-component-update', '--disable-sync'],
});
const only = process.env.STATES?.split(',');
let violations = 0;
for (const [state, reach] of Object.entries(states).filter(([name]) => !only || only.includes(name))) {
  for (const colorScheme of ['light', 'dark']) {
    for (const width of [390, 1280]) {
      const context = await browser.newContext({
        colorScheme, viewport: {width, height: 900}, hasTouch: width === 390, isMobile: width === 390,
      });
      const page = await context.newPage();
      const name = [state, colorScheme, width].join('-');
      const told = (text) => console.log(name + ': ' + text);
      page.on('pageerror', (e) => { violations++; told(e.message); });
      page.on('request', (request) => {
        if (/^https?:/.test(request.url()) && !request.url().startsWith(address)) {
          violations++;
          told('loads ' + request.url());
        }
      });
      await page.goto(address);
      await page.waitForSelector('#model:not(:empty)');
      await reach(page);
      await page.screenshot({path: name + '.png', fullPage: !state.startsWith('token')});
      const wide = await page.evaluate(() => document.documentElement.scrollWidth);
      if (wide > width) {
        violations++;
        told('is ' + wide + ' pixels wide');
      }
      // Through the protocol: the page's own policy lets nothing in.
      const session = await context.newCDPSession(page);
      await session.send('Runtime.evaluate', {expression: axe});
      const found = await page.evaluate(() => axe.run(document, {resultTypes: ['violations']}));
      violations += found.violations.length;
      for (const violation of found.violations) {
        told(violation.id + ': ' + violation.nodes.map((node) => node.target + ' ' + node.failureSummary).join('; '));
      }
      await context.close();
    }
  }
  console.log(state + ' done');
}
await browser.close();
console.log(violations + ' violations');
process.exitCode = violations === 0 ? 0 : 1;
