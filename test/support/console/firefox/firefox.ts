import { accessSync, constants } from 'node:fs';
import { delimiter, dirname, join } from 'node:path';
import { type Browser, firefox } from 'playwright-core';

const NAMES = ['firefox-esr', 'firefox'];

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** The Firefox that TOCSIN_FIREFOX names, or the first on the PATH. No npm package brings one. */
export const installedFirefox = (): string | undefined => {
  const named = process.env['TOCSIN_FIREFOX'];
  if (named !== undefined && named !== '') return named;
  const folders = (process.env['PATH'] ?? '').split(delimiter);
  return NAMES.flatMap((name) => folders.map((folder) => join(folder, name))).find(isProgram);
};

/** Starts a Firefox as it was installed, with a profile of its own. */
export const startFirefox = (executable: string): Promise<Browser> =>
  firefox.launch({
    // Playwright drives a Firefox that is not its own by WebDriver BiDi.
    channel: 'moz-firefox',
    executablePath: join(import.meta.dirname, 'lenient-firefox.ts'),
    env: {
      ...process.env,
      PATH: [dirname(process.execPath), process.env['PATH']].join(delimiter),
      TOCSIN_FIREFOX: executable,
      TZ: 'Europe/Paris',
    },
    firefoxUserPrefs: {
      'ui.prefersReducedMotion': 1,
      // A browser for tests asks nothing of the network by itself.
      'browser.newtabpage.activity-stream.asrouter.userprefs.cfr.addons': false,
      'services.settings.server': 'data:,#remote-settings-dummy/v1',
    },
  });

const SCRIPTS = "script-src 'self'";

/**
 * Lets the console's page evaluate texts, as the driver does to look for elements: Firefox holds scripts of a driver to
 * the page's policy, where Chromium makes an exception. All else of the policy stays.
 */
export const letEvaluate = (octets: Buffer): Buffer =>
  octets.includes(SCRIPTS)
    ? Buffer.from(octets.toString('latin1').replace(SCRIPTS, `${SCRIPTS} 'unsafe-eval'`), 'latin1')
    : octets;
