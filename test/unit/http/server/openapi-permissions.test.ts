import { expect, test } from 'vitest';
import { permissions, rolesWith } from '../../../../src/access/permissions.ts';
import { roles } from '../../../../src/domain/access/role.ts';
import { HttpRig } from '../../../support/http/http-rig.ts';

interface Operation {
  readonly description?: string;
  readonly security?: readonly object[];
  readonly 'x-permission'?: keyof typeof permissions | 'session' | 'none';
  readonly 'x-roles'?: readonly string[];
}

const operations = async (): Promise<readonly (readonly [string, Operation])[]> => {
  const rig = new HttpRig();
  const { paths } = (await rig.app.inject('/openapi.json')).json<{
    paths: Record<string, Record<string, Operation>>;
  }>();
  await rig.app.close();
  return Object.entries(paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => [`${method} ${path}`, operation] as const),
  );
};

test('each operation of the API says which permission it needs and which roles have it, or that it needs a session or nothing', async () => {
  const all = await operations();
  const withPermission = (wanted: string) => all.filter(([, one]) => one['x-permission'] === wanted);
  const open = withPermission('none').map(([name]) => name);
  expect(open.sort()).toEqual([
    'get /healthz',
    'get /readyz',
    'post /v1/session',
    'post /v1/session/passkey',
    'post /v1/session/passkey/options',
  ]);
  // About the session itself, which whoever is signed in may end or change.
  for (const [name, operation] of withPermission('session')) {
    const { security } = operation;
    expect(operation['x-roles'], name).toEqual(roles);
    expect(name).toMatch(/ \/v1\/sessions?(?:\/|$)/);
    expect(security, name).toEqual([{ cookieAuth: [] }]);
  }
  for (const [name, operation] of all) {
    const permission = operation['x-permission'];
    if (permission === 'none' || permission === 'session') continue;
    if (permission === undefined) throw new Error(`${name} says no permission`);
    expect(operation['x-roles'], name).toEqual(rolesWith(permission));
    expect(operation.description, name).toContain(
      `Needs the permission \`${permission}\` (${permissions[permission]}): ${rolesWith(permission).join(', ')}`,
    );
  }
});

test('the permission in the description is the one that the route checks', async () => {
  const all = new Map(await operations());
  expect(all.get('post /v1/messages')?.['x-permission']).toBe('send');
  expect(all.get('get /metrics')?.['x-permission']).toBe('watch');
  expect(all.get('get /v1/launch-codes')?.['x-roles']).toEqual(['admin']);
});

test('the description says of what only a person may do that the token of a system does not suffice', async () => {
  const all = new Map(await operations());
  expect(all.get('post /v1/users')?.description).toMatch(
    /admin, and once there are users a token that belongs to one\.$/,
  );
});
