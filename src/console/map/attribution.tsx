import type { ReactNode } from 'react';
import { Said } from '../parts/said.tsx';
import type { Base } from './canvas/use-base.ts';

/** Whom the map's licence asks to name; text from the file, never a link to elsewhere. */
export const Attribution = ({ base }: { readonly base: Base }): ReactNode =>
  base.attribution !== null && (
    <p className="map-attribution">
      <Said>{base.attribution}</Said>
    </p>
  );
