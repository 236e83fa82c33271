import type { Page } from 'playwright-core';

/** Prepares a window for a walk: it counts what it asks the gateway for, and remembers broken rules of the policy. */
export const prepareWalk = (page: Page): Promise<unknown> =>
  page.addInitScript(`
    globalThis.harm = [];
    globalThis.asked = 0;
    addEventListener('securitypolicyviolation', (event) => harm.push('policy: ' + event.violatedDirective));
    const ask = fetch;
    globalThis.fetch = async (...request) => {
      asked++;
      try {
        return await ask(...request);
      } finally {
        asked--;
      }
    };`);

/** Goes to a page as a link of the console does, and waits until it shows what it has read. */
export const visit = (page: Page, path: string): Promise<void> =>
  page.evaluate(`(async () => {
    history.pushState(null, '', ${JSON.stringify(`/console${path}`)});
    const pause = () => new Promise((go) => setTimeout(go, 20));
    const isCalm = () =>
      asked === 0 && document.querySelector('#page-title') && !document.querySelector('main [aria-busy=true]');
    for (let calm = 0, looks = 0; calm < 3; calm = isCalm() ? calm + 1 : 0) {
      await pause();
      if (++looks > 400) throw new Error(location.pathname + ' does not get ready');
    }
  })()`);

/**
 * What is wrong with the page that is shown: scripts that ran, what is wider than the window, bars over it, turned
 * writing, fields that don't turn with theirs.
 */
export const stray = (page: Page): Promise<string[]> =>
  page.evaluate(`(() => {
    const found = [...globalThis.harm.splice(0)];
    if ('hacked' in globalThis) found.push('a script ran');
    const wide = document.documentElement.scrollWidth - innerWidth;
    if (wide > 0) found.push('wider by ' + wide);
    for (const field of document.querySelectorAll('main textarea'))
      if (getComputedStyle(field).unicodeBidi !== 'plaintext') found.push('a field that does not turn: ' + field.id);
    const isBar = ({ position }) => position === 'fixed' || position === 'sticky';
    const bars = [...document.querySelectorAll('.head, .rooms')]
      .filter((bar) => isBar(getComputedStyle(bar)) && bar.offsetWidth > innerWidth / 2)
      .reduce((sum, bar) => sum + bar.offsetHeight, 0);
    if (bars > innerHeight / 2) found.push('bars over ' + bars + ' of ' + innerHeight);
    if (document.querySelector('main script, main img[src="x"]')) found.push('markup');
    const turns = /[\\u202a-\\u202e\\u2066-\\u2069]/;
    const isolates = (element) => {
      const { display, unicodeBidi } = getComputedStyle(element);
      return unicodeBidi.startsWith('isolate') || unicodeBidi === 'plaintext' || !display.startsWith('inline') || display === 'inline-block';
    };
    const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
      const text = node.data;
      if (!turns.test(text)) continue;
      let holder = node.parentElement;
      while (!isolates(holder)) holder = holder.parentElement;
      // Nothing but the text itself may stand where it turns the writing.
      if (holder.textContent.trim() !== text.trim() || !(holder.matches('bdi') || isAlone(text)))
        found.push('turned: ' + holder.tagName + '.' + holder.className + ': ' + holder.textContent.slice(0, 160));
    }
    return found;
    /** Each turn is closed again, or all of the text is the stranger's. */
    function isAlone(text) {
      if (/^[=]/.test(text.trim())) return true;
      let depth = 0, outside = '';
      for (const one of text) {
        if (/[\\u2066-\\u2068]/.test(one)) depth++;
        else if (one === '\\u2069') depth = Math.max(0, depth - 1);
        else if (depth === 0) outside += one;
      }
      return depth === 0 && !turns.test(outside);
    }
  })()`);
