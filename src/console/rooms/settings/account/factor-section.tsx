import { Anchor, Button, Group, Skeleton, Stack, Text, TextInput, Title } from '@mantine/core';
import { type FormEvent, lazy, type ReactNode, Suspense, useState } from 'react';
import { beginFactor, confirmFactor, endFactor } from '../../../api/operation/account.ts';
import { ActButton } from '../../../parts/acts/act-button.tsx';
import { OnceShown } from '../../../parts/acts/once-shown.tsx';
import { useAct } from '../../../parts/acts/use-act.ts';
import { Light } from '../../../parts/light.tsx';
import { ProblemNote } from '../../../parts/problems/problem-note.tsx';
import { useSession } from '../../../session/session-context.tsx';
import { useFormats } from '../../../words/format.ts';
import { useWords } from '../../../words/i18n.ts';
import { inFours } from './in-fours.ts';
import { accountWords } from './words.ts';

/** Its encoder is loaded by those who set a factor up. Where it cannot be loaded, the key in letters does. */
const KeyPicture = lazy(async () => {
  const found = await import('./key-picture.tsx').catch(() => undefined);
  return { default: found?.KeyPicture ?? (() => null) };
});

/** The second factor: set up, recovery codes, switched off. */
export const FactorSection = (): ReactNode => {
  const say = useWords(accountWords);
  const { number } = useFormats();
  const { session, renew } = useSession();
  const [codes, setCodes] = useState<readonly string[]>();
  const left = session.recoveryCodesLeft;
  return (
    <section className={`card ${codes === undefined ? 'not-printed' : ''}`} aria-labelledby="factor">
      <Title order={2} size="h3" id="factor" mb="sm">
        {say('factorTitle')}
      </Title>
      {codes !== undefined && (
        <OnceShown
          title={say('recoveryTitle')}
          hint={say('recoveryHint')}
          secrets={codes}
          canPrint
          done={say('recoveryDone')}
          onDone={() => setCodes(undefined)}
        />
      )}
      {!session.secondFactor && codes === undefined && (
        <SetUp
          onDone={async (made) => {
            setCodes(made);
            await renew();
          }}
        />
      )}
      {session.secondFactor && codes === undefined && (
        <Group justify="space-between">
          <div>
            <Light tone="good">{say('factorOn')}</Light>
            <Text>{say('codesLeft', { count: left, n: number(left) })}</Text>
          </div>
          <ActButton
            label={say('factorEnd')}
            title={say('factorEndTitle')}
            verb={say('factorEndVerb')}
            variant="default"
            color="danger"
            onAct={() => endFactor().then(renew)}
          >
            <Text>{say('factorEndWhy')}</Text>
          </ActButton>
        </Group>
      )}
    </section>
  );
};

interface SetUpProps {
  readonly onDone: (codes: readonly string[]) => Promise<void>;
}

const SetUp = ({ onDone }: SetUpProps): ReactNode => {
  const say = useWords(accountWords);
  const [offered, setOffered] = useState<{ secret: string; uri: string }>();
  const [code, setCode] = useState('');
  const { isBusy, error, run } = useAct();
  const confirm = (event: FormEvent): void => {
    event.preventDefault();
    void run(async () => onDone((await confirmFactor(code.replaceAll(/\s/g, ''))).recoveryCodes));
  };
  if (offered === undefined) {
    return (
      <Stack align="flex-start">
        <Light tone="warn">{say('factorOff')}</Light>
        <ProblemNote error={error} />
        <Button
          variant="default"
          loading={isBusy}
          onClick={() => void run(async () => setOffered(await beginFactor()))}
        >
          {say('factorBegin')}
        </Button>
      </Stack>
    );
  }
  return (
    <form onSubmit={confirm}>
      <Stack>
        <Text>{say('factorStep1')}</Text>
        <div className="key-offered">
          <Suspense fallback={<Skeleton width={220} height={220} />}>
            <KeyPicture uri={offered.uri} label={say('factorPicture')} />
          </Suspense>
          <Stack gap="xs">
            <Text>{say('factorByHand')}</Text>
            <ul className="secrets" aria-label={say('factorKey')}>
              <li>
                <code>{inFours(offered.secret)}</code>
              </li>
            </ul>
            <Text>
              <Anchor href={offered.uri}>{say('factorOpen')}</Anchor>
            </Text>
          </Stack>
        </div>
        <Text>{say('factorStep2')}</Text>
        <TextInput
          label={say('factorCode')}
          inputMode="numeric"
          autoComplete="one-time-code"
          maw="14rem"
          value={code}
          onChange={(event) => setCode(event.currentTarget.value)}
          required
        />
        <ProblemNote error={error} />
        <Group>
          <Button type="submit" loading={isBusy} disabled={!/^\s*\d{3}\s*\d{3}\s*$/.test(code)}>
            {say('factorConfirm')}
          </Button>
          <Button variant="subtle" onClick={() => setOffered(undefined)}>
            {say('factorCancel')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
};
