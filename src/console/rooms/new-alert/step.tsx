import { Group, Text, Title } from '@mantine/core';
import { IconCircleCheck, IconCircleDashed } from '@tabler/icons-react';
import { type ReactNode, useEffect } from 'react';
import { useWords } from '../../words/i18n.ts';
import { newAlertWords } from './words.ts';

type StepNumber = 1 | 2 | 3;

/** What keeps a step from being done, and the field that is to be filled in. */
export interface Missing {
  readonly step: StepNumber;
  /** The id of the element that gets the focus. */
  readonly target: string;
}

const FOCUSABLE = 'input:not([type="hidden"]), textarea, button:not([disabled]), a[href]';

const focusOn = (element: Element | null | undefined): boolean => {
  if (!(element instanceof HTMLElement)) return false;
  element.focus();
  element.scrollIntoView({ block: 'center' });
  return true;
};

/** Puts the focus on what is missing. Where its field is not there, its step gets it. */
export const focusMissing = ({ step, target }: Missing): void => {
  if (!focusOn(document.getElementById(target))) focusStep(step);
};

const focusStep = (step: StepNumber): void => {
  const section = document.querySelector(`[data-step="${step}"]`);
  const body = section?.querySelector('.step-body');
  const targets = [body?.querySelector('[data-first]'), body?.querySelector(FOCUSABLE)];
  if (!targets.some(focusOn)) focusOn(section?.querySelector('h2'));
};

/** Ctrl + Enter: to the next step, or to what is still missing in this one. It never sends by itself. */
export const useStepKeys = (missing: readonly Missing[], onMissing: () => void): void => {
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
      const target = event.target instanceof Element ? event.target : undefined;
      // A key pressed in a dialog belongs to the dialog.
      if (target?.closest('[role="dialog"]')) return;
      event.preventDefault();
      const step = Number(target?.closest('[data-step]')?.getAttribute('data-step') ?? 1);
      const wrong = missing.find((one) => one.step <= step);
      if (wrong === undefined) focusStep(step === 1 ? 2 : 3);
      else {
        onMissing();
        // The message must be there before a screen reader reads the field.
        requestAnimationFrame(() => focusMissing(wrong));
      }
    };
    window.addEventListener('keydown', press);
    return () => window.removeEventListener('keydown', press);
  }, [missing, onMissing]);
};

interface Props {
  readonly step: StepNumber;
  readonly isDone: boolean;
  readonly children: ReactNode;
  /** At the right of the title. */
  readonly aside?: ReactNode;
}

/** One of the three steps. All of them stay open until the end. */
export const Step = ({ step, isDone, aside, children }: Props): ReactNode => {
  const say = useWords(newAlertWords);
  const Icon = isDone ? IconCircleCheck : IconCircleDashed;
  const id = `step-${step}`;
  return (
    <section className={`card step step-${step}`} data-step={step} aria-labelledby={id}>
      <Group justify="space-between" wrap="wrap" gap="xs" mb="sm">
        <Group gap="xs" wrap="nowrap">
          <Text component="span" className="step-number" aria-hidden>
            {step}
          </Text>
          <Title order={2} id={id} tabIndex={-1}>
            {say(`step${step}`)}
          </Title>
          <Icon size={20} className={isDone ? 'step-done' : 'step-open'} aria-hidden />
          <span className="seen-by-readers-only">
            {say(isDone ? (step === 3 ? 'stepReady' : 'stepDone') : 'stepOpen')}
          </span>
        </Group>
        {aside}
      </Group>
      <div className="step-body">{children}</div>
    </section>
  );
};
