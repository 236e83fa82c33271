import { expect, test } from 'vitest';
import { parseConfig } from '../../../src/config/load.ts';

const errorsOf = (breakGlass: string) => {
  const loaded = parseConfig(`alerts: { breakGlass: ${breakGlass} }\n`, {});
  return 'errors' in loaded ? loaded.errors : [];
};

test('an approver among those who may break the glass is refused with the reason: an approver launches nothing', () => {
  expect(errorsOf('[operator, approver]')).toMatchObject([
    {
      path: 'alerts.breakGlass[1]',
      message:
        'approver can not break the glass: only an operator or an admin launches alerts. A user may have both roles',
    },
  ]);
  expect(errorsOf('[operator, admin]')).toEqual([]);
  expect(errorsOf('nobody')).toEqual([]);
});
