import bundled from '@sparticuz/chromium';
import { type Browser, chromium } from 'playwright-core';
import { chromiumArgs } from '../../../scripts/lib/console/chromium-args.ts';

/** Starts the Chromium that its npm package brings. @throws Error if none runs here */
const startChromium = async (): Promise<Browser> => {
  const executablePath = await bundled.executablePath();
  return chromium.launch({ executablePath, args: chromiumArgs(bundled.args) });
};

let started: Promise<Browser> | undefined;

/**
 * One browser for all test files of this process, since its start takes longer than most tests. Each window is a context
 * of its own, as of another machine. The browser ends with the process.
 */
export const sharedChromium = (): Promise<Browser> => {
  started ??= startChromium();
  return started;
};
