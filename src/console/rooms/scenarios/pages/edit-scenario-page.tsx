import { useQuery } from '@tanstack/react-query';
import type { ReactNode } from 'react';
import { useLocation } from 'wouter';
import { scenarioQuery } from '../../../api/alerts/scenarios.ts';
import { Loaded } from '../../../parts/loaded.tsx';
import { useWords } from '../../../words/i18n.ts';
import { planOf } from '../edit/form.ts';
import { ScenarioEditor } from '../edit/scenario-editor.tsx';
import { editWords } from '../edit/words.ts';
import { ScenariosFrame } from '../scenarios-frame.tsx';

export const EditScenarioPage = ({ id }: { readonly id: number }): ReactNode => {
  const say = useWords(editWords);
  const [, go] = useLocation();
  const scenario = useQuery(scenarioQuery(id));
  const back = (): void => go(`/alerts/scenarios/${id}`);
  return (
    <ScenariosFrame title={say('editScenario', { name: scenario.data?.name ?? '' })}>
      <Loaded of={scenario}>
        {(one) => <ScenarioEditor scenario={one} initial={planOf(one)} onSaved={back} onLeave={back} />}
      </Loaded>
    </ScenariosFrame>
  );
};
