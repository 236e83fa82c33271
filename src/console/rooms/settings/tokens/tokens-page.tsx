import { Checkbox, Stack, Text } from '@mantine/core';
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { type ReactNode, useState } from 'react';
import { revokeAndWithdraw, revokeToken, type Token, tokensQuery } from '../../../api/operation/tokens.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { type Column, DataTable } from '../../../parts/data-table.tsx';
import { Empty } from '../../../parts/empty.tsx';
import { Light } from '../../../parts/light.tsx';
import { Loaded } from '../../../parts/loaded.tsx';
import { Said } from '../../../parts/said.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { gatewayNow } from '../../../words/place.ts';
import { useWhen } from '../../../words/when.ts';
import { SettingsFrame } from '../settings-frame.tsx';
import { roleWords } from '../users/role-words.ts';
import { settingsWords } from '../words.ts';
import { MakeToken } from './make-token.tsx';
import { tokensWords } from './words.ts';

/** The keys of programs: who has them, when they were last used, and how to take them away. */
export const TokensPage = (): ReactNode => {
  const say = useWords(tokensWords);
  const sayRoom = useWords(settingsWords);
  const tokens = useQuery(tokensQuery());
  const [said, setSaid] = useState<string>();
  return (
    <SettingsFrame title={sayRoom('tokens')}>
      <Stack>
        <div role="status">{said !== undefined && <Light tone="good">{said}</Light>}</div>
        <Loaded of={tokens}>
          {({ items }) =>
            items.length === 0 ? (
              <Empty title={say('none')} />
            ) : (
              <TokenTable tokens={items} onRevoked={setSaid} />
            )
          }
        </Loaded>
        <MakeToken />
      </Stack>
    </SettingsFrame>
  );
};

interface TableProps {
  readonly tokens: readonly Token[];
  readonly onRevoked: (said: string) => void;
}

const TokenTable = ({ tokens, onRevoked }: TableProps): ReactNode => {
  const say = useWords(tokensWords);
  const sayRole = useWords(roleWords);
  const { moment } = useFormats();
  const when = useWhen();
  const limitsOf = useLimits();
  const columns: readonly Column<Token>[] = [
    { key: 'name', title: say('colName'), cell: ({ name }) => <Said>{name}</Said> },
    { key: 'role', title: say('colRole'), cell: ({ role }) => sayRole(role) },
    { key: 'owner', title: say('colOwner'), cell: ({ user }) => <Said>{user?.name ?? say('system')}</Said> },
    {
      key: 'used',
      title: say('colUsed'),
      cell: ({ lastUsedAt }) => (
        <span className="figures">{lastUsedAt === null ? say('never') : moment(lastUsedAt)}</span>
      ),
    },
    {
      key: 'ends',
      title: say('colEnds'),
      cell: ({ expiresAt }) => {
        if (expiresAt === null) return say('noEnd');
        return Date.parse(expiresAt) < gatewayNow() ? (
          <Light tone="off">{say('ended', { when: when(expiresAt) })}</Light>
        ) : (
          <span className="figures">{moment(expiresAt)}</span>
        );
      },
    },
    { key: 'limits', title: say('colLimits'), cell: (token) => <Said>{limitsOf(token)}</Said> },
    { key: 'act', title: say('colAct'), cell: (token) => <Revoke token={token} onRevoked={onRevoked} /> },
  ];
  return (
    <div className="card table-card">
      <DataTable label={say('listLabel')} columns={columns} rows={tokens} rowKey={({ id }) => id} />
    </div>
  );
};

const useLimits = (): ((token: Token) => string) => {
  const say = useWords(tokensWords);
  const { number } = useFormats();
  return ({ limits }) => {
    const { perMinute, perDay, maxPriority, senders, countries, addresses } = limits;
    const all = [
      perMinute !== null && say('perMinute', { n: number(perMinute) }),
      perDay !== null && say('perDay', { n: number(perDay) }),
      maxPriority !== null && say('maxPriority', { priority: maxPriority }),
      senders !== null && say('senders', { list: senders.join(', ') }),
      countries !== null && say('countries', { list: countries.join(', ') }),
      addresses !== null && say('addresses', { list: addresses.join(', ') }),
    ].filter((one) => one !== false);
    return all.length === 0 ? say('noLimits') : all.join(' · ');
  };
};

interface RevokeProps {
  readonly token: Token;
  readonly onRevoked: (said: string) => void;
}

const Revoke = ({ token: { id, name }, onRevoked }: RevokeProps): ReactNode => {
  const say = useWords(tokensWords);
  const { number } = useFormats();
  const queries = useQueryClient();
  const [isWithdrawing, setWithdrawing] = useState(false);
  const act = async (): Promise<void> => {
    if (isWithdrawing) {
      const { withdrawn, uncertain, underWay } = await revokeAndWithdraw(id);
      onRevoked(
        say('withdrawn', {
          withdrawn: number(withdrawn),
          uncertain: number(uncertain),
          underWay: number(underWay),
        }),
      );
    } else {
      await revokeToken(id);
      onRevoked(say('revoked'));
    }
    await queries.invalidateQueries({ queryKey: ['tokens'] });
  };
  return (
    <ActButton
      label={say('revoke')}
      aria-label={`${say('revoke')} ${name}`}
      title={say('revokeTitle', { name })}
      verb={say(isWithdrawing ? 'withdrawVerb' : 'revokeVerb', { name })}
      size="compact-md"
      variant="outline"
      color="danger"
      onOpen={() => setWithdrawing(false)}
      onAct={act}
    >
      <Text>{say('revokeWhy')}</Text>
      <Checkbox
        label={say('alsoWithdraw')}
        checked={isWithdrawing}
        onChange={(event) => setWithdrawing(event.currentTarget.checked)}
      />
    </ActButton>
  );
};
