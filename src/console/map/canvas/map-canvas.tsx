import { ActionIcon, useComputedColorScheme } from '@mantine/core';
import { IconFocusCentered, IconMinus, IconPlus } from '@tabler/icons-react';
import { type KeyboardEvent, type ReactNode, useEffect, useRef, useState } from 'react';
import { useFormats } from '../../words/format.ts';
import { useWords } from '../../words/i18n.ts';
import { Attribution } from '../attribution.tsx';
import type { Bounds, LatLon } from '../shape/geometry.ts';
import { scaleBarOf } from '../shape/graticule.ts';
import '../map.css';
import { metresPerPixel, type Pixel, pan, unproject, zoomAt } from '../shape/view.ts';
import { mapWords } from '../words.ts';
import { type Brush, paintBase, paintCrosshair, paintGrid, paintGround, paletteOf } from './paint.ts';
import type { Base } from './use-base.ts';
import { type MapTool, useGestures } from './use-gestures.ts';
import { useView } from './use-view.ts';

/** What the keys do on a map besides moving it. */
export interface MapKeys {
  readonly enter: (place: LatLon | undefined) => void;
  readonly back: () => void;
  /** The place that the keyboard points at has changed. */
  readonly at: (place: LatLon) => void;
}

interface Props {
  readonly label: string;
  readonly describedBy?: string;
  readonly base: Base;
  readonly bounds: Bounds | undefined;
  readonly paint: (brush: Brush) => void;
  readonly tool?: MapTool;
  readonly keys?: MapKeys;
}

const STEP_PX = 20;
const FINE_PX = 4;
const ZOOM = 1.5;
/** The map follows when the cross comes this near to its edge. */
const MARGIN_PX = 30;
const BAR_PX = 120;
const KILOMETRE_M = 1000;

const ARROWS: Readonly<Record<string, Pixel>> = {
  ArrowLeft: [-1, 0],
  ArrowRight: [1, 0],
  ArrowUp: [0, -1],
  ArrowDown: [0, 1],
};

/** A canvas with a map that moves: by pointer, wheel, two fingers, buttons and keys. */
export const MapCanvas = ({ label, describedBy, base, bounds, paint, tool, keys }: Props): ReactNode => {
  const say = useWords(mapWords);
  const { number } = useFormats();
  const stage = useRef<HTMLDivElement>(null);
  const canvas = useRef<HTMLCanvasElement>(null);
  const scheme = useComputedColorScheme();
  const { frame, view, move, showAll } = useView(bounds);
  const [cross, setCross] = useState<Pixel>();
  const gestures = useGestures(stage, view, move, tool);
  const letters = say('letters');
  const { layer, tiles, revision } = base;
  const [me] = useState(() => ({}));

  useEffect(() => tiles?.want(me, view), [tiles, me, view]);
  useEffect(() => () => tiles?.want(me, undefined), [tiles, me]);

  useEffect(() => {
    const element = canvas.current;
    const context = element?.getContext('2d');
    // The scheme and the revision are no values here, but the palette and the tiles are others with them.
    if (!element || !context || view === undefined || scheme === undefined || revision < 0) return;
    const ratio = globalThis.devicePixelRatio || 1;
    const [width, height] = [Math.round(view.width * ratio), Math.round(view.height * ratio)];
    if (element.width !== width || element.height !== height) Object.assign(element, { width, height });
    const frameAsked = requestAnimationFrame(() => {
      const brush: Brush = { context, view, palette: paletteOf(element), ratio };
      paintGround(brush);
      if (layer !== undefined) paintBase(brush, layer);
      tiles?.paint(brush);
      paintGrid(brush, letters, tiles !== undefined);
      paint(brush);
      if (cross !== undefined) paintCrosshair(brush, cross);
    });
    return () => cancelAnimationFrame(frameAsked);
  }, [view, layer, tiles, revision, paint, cross, scheme, letters]);

  const zoom = (factor: number): void =>
    move((now) => zoomAt(now, factor, cross ?? [now.width / 2, now.height / 2]));

  const step = ([x, y]: Pixel, pixels: number): void => {
    if (view === undefined) return;
    if (keys === undefined) {
      move((now) => pan(now, [x * pixels * 3, y * pixels * 3], [0, 0]));
      return;
    }
    const from = cross ?? [view.width / 2, view.height / 2];
    const to: Pixel = cross === undefined ? from : [from[0] + x * pixels, from[1] + y * pixels];
    const kept: Pixel = [
      Math.min(Math.max(to[0], MARGIN_PX), view.width - MARGIN_PX),
      Math.min(Math.max(to[1], MARGIN_PX), view.height - MARGIN_PX),
    ];
    keys.at(unproject(view, to));
    if (kept[0] !== to[0] || kept[1] !== to[1]) move((now) => pan(now, to, kept));
    setCross(kept);
  };

  const onKeyDown = (event: KeyboardEvent): void => {
    if (event.ctrlKey || event.metaKey || event.altKey) return;
    const arrow = ARROWS[event.key];
    if (arrow !== undefined) step(arrow, event.shiftKey ? FINE_PX : STEP_PX);
    else if (event.key === '+' || event.key === '=') zoom(ZOOM);
    else if (event.key === '-') zoom(1 / ZOOM);
    else if (event.key === 'Enter' && keys !== undefined && view !== undefined)
      keys.enter(cross && unproject(view, cross));
    else if ((event.key === 'Backspace' || event.key === 'Delete') && keys !== undefined) keys.back();
    else if (event.key === 'Escape' && cross !== undefined) setCross(undefined);
    else return;
    // A key of the map is no shortcut of the page, and scrolls nothing.
    event.preventDefault();
    event.stopPropagation();
  };

  const bar = view && scaleBarOf(metresPerPixel(view), BAR_PX);
  return (
    <div className="map" ref={frame}>
      <div
        ref={stage}
        // biome-ignore lint/a11y/noNoninteractiveTabindex: an application takes keys of its own (WAI-ARIA 1.2, 5.4).
        tabIndex={0}
        role="application"
        aria-label={label}
        aria-describedby={describedBy}
        className={tool === undefined ? 'map-stage' : 'map-stage map-stage-drawn'}
        onKeyDown={onKeyDown}
        {...gestures}
        onPointerDown={(event) => {
          setCross(undefined);
          gestures.onPointerDown(event);
        }}
      >
        <canvas ref={canvas} aria-hidden className="map-canvas" />
      </div>
      <div className="map-buttons">
        <ActionIcon variant="default" size={40} aria-label={say('nearer')} onClick={() => zoom(ZOOM)}>
          <IconPlus aria-hidden size={20} />
        </ActionIcon>
        <ActionIcon variant="default" size={40} aria-label={say('farther')} onClick={() => zoom(1 / ZOOM)}>
          <IconMinus aria-hidden size={20} />
        </ActionIcon>
        <ActionIcon variant="default" size={40} aria-label={say('showAll')} onClick={showAll}>
          <IconFocusCentered aria-hidden size={20} />
        </ActionIcon>
      </div>
      {bar !== undefined && (
        <div className="map-scale" style={{ width: bar.pixels }}>
          {bar.metres < KILOMETRE_M
            ? say('metres', { n: number(bar.metres) })
            : say('kilometres', { n: number(bar.metres / KILOMETRE_M) })}
        </div>
      )}
      <Attribution base={base} />
    </div>
  );
};
