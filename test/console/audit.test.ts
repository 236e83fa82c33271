import Database from 'better-sqlite3';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { violations } from '../support/console/axe.ts';
import { ConsoleRig } from '../support/console/console-rig.ts';

let rig: ConsoleRig;
beforeAll(async () => {
  rig = await ConsoleRig.start({ routes: [] });
  await rig.person('Paul', { role: 'approver', phone: '+33639980001' });
  await rig.person('Vera', { role: 'viewer', phone: '+33639980002' });
  for (let number = 1; number <= 60; number++)
    await rig.gateway.api.request('POST', '/v1/lists', { name: `List ${number}`, kind: 'emergency' });
});
afterEach(() => rig.closeWindows());
afterAll(() => rig.stop());

/** Changes the file behind the gateway's back, as somebody with the disk would. */
const tampered = (sql: string): void => {
  const db = new Database(rig.gateway.config.store.sqlite);
  try {
    const triggers = db
      .prepare("SELECT name FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'")
      .all() as { name: string }[];
    for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
    db.exec(sql);
  } finally {
    db.close();
  }
};

test('an approver searches the log, reads on, and exports it', async () => {
  const page = await rig.open('/settings/audit', 'Paul', { locale: 'en-GB' });
  const rows = page.locator('.data-table tbody tr');
  await rows.nth(49).waitFor();
  await page.getByRole('button', { name: 'Show more' }).click();
  await rows.nth(60).waitFor();
  await page.getByLabel('What', { exact: true }).fill('user.create');
  await page.getByRole('button', { name: 'Search' }).click();
  await expect.poll(() => rows.count()).toBe(2);
  await rig.picture(page, 'audit');
  expect(await violations(page)).toEqual([]);
  const download = page.waitForEvent('download');
  await page.getByRole('button', { name: 'Export the whole log' }).click();
  expect((await download).suggestedFilename()).toBe('audit.jsonl');
});

test('the log is checked on this computer; one that was tampered with is said so, with the entry', async () => {
  const page = await rig.open('/settings/audit', 'Paul', { locale: 'fr-FR', scheme: 'dark' });
  await page.getByRole('button', { name: 'Vérifier tout le journal' }).click();
  await page.getByText(/^Le journal est intact\s: \d+ entrées se tiennent/).waitFor();
  const noted = (await page.locator('code.hash').textContent()) ?? '';
  expect(await violations(page)).toEqual([]);
  await rig.picture(page, 'audit-whole');
  await page.getByLabel(/^Une empreinte notée auparavant/).fill(noted);
  await page.getByRole('button', { name: 'Vérifier tout le journal' }).click();
  await page.getByText("Il continue l'empreinte qui avait été notée.").waitFor();
  tampered("UPDATE audit SET actor_name = 'Max' WHERE id = 3");
  await page.getByRole('button', { name: 'Vérifier tout le journal' }).click();
  await page.getByText("Le journal a été falsifié, ou est abîmé : il se rompt à l'entrée 3.").waitFor();
  await page.getByText('Ne supprimez rien.', { exact: false }).waitFor();
  await rig.picture(page, 'audit-broken');
});

test('a viewer does not see the log', async () => {
  const page = await rig.open('/settings/audit', 'Vera', { locale: 'en-GB' });
  await page.getByText('Your role does not open this page').waitFor();
});
