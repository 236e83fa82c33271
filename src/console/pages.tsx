import { type ComponentType, type LazyExoticComponent, lazy, type ReactNode } from 'react';
import { Route, Switch } from 'wouter';
import { ChunkLost } from './shell/chunk-lost.tsx';
import { NotFound } from './shell/fallbacks.tsx';

type Lazy = LazyExoticComponent<ComponentType>;

/** A room is a chunk of its own, with its words: the first page loads only what it shows. */
const room = (load: () => Promise<ComponentType>): Lazy =>
  lazy(async () => {
    try {
      return { default: await load() };
    } catch (error) {
      throw new ChunkLost(error);
    }
  });

const NowRoom = room(async () => (await import('./rooms/now/now-room.tsx')).NowRoom);
const AlertsRoom = room(async () => (await import('./rooms/alerts/alerts-room.tsx')).AlertsRoom);
const NewAlertRoom = room(async () => (await import('./rooms/new-alert/new-alert-room.tsx')).NewAlertRoom);
const AlertRoom = room(async () => (await import('./rooms/alert/alert-room.tsx')).AlertRoom);
const ScenariosRoom = room(async () => (await import('./rooms/scenarios/scenarios-room.tsx')).ScenariosRoom);
const PeopleRoom = room(async () => (await import('./rooms/people/people-room.tsx')).PeopleRoom);
const InboxRoom = room(async () => (await import('./rooms/inbox/inbox-room.tsx')).InboxRoom);
const DrillsRoom = room(async () => (await import('./rooms/drills/drills-room.tsx')).DrillsRoom);
const RoutesRoom = room(async () => (await import('./rooms/routes/routes-room.tsx')).RoutesRoom);
const MessagesRoom = room(async () => (await import('./rooms/messages/messages-room.tsx')).MessagesRoom);
const SettingsRoom = room(async () => (await import('./rooms/settings/settings-room.tsx')).SettingsRoom);
const GuideRoom = room(async () => (await import('./rooms/guide/guide-room.tsx')).GuideRoom);

/** Which room shows which path; the first that matches counts. */
export const Pages = (): ReactNode => (
  <Switch>
    <Route path="/" component={NowRoom} />
    <Route path="/alerts/new/*?" component={NewAlertRoom} />
    <Route path="/alerts/scenarios/*?" component={ScenariosRoom} />
    <Route path="/alerts/templates/*?" component={ScenariosRoom} />
    <Route path="/alerts" component={AlertsRoom} />
    <Route path="/alerts/schedules/*?" component={AlertsRoom} />
    <Route path="/alerts/delegations" component={AlertsRoom} />
    <Route path="/alerts/:id/*?" component={AlertRoom} />
    <Route path="/people/*?" component={PeopleRoom} />
    <Route path="/inbox/*?" component={InboxRoom} />
    <Route path="/drills/*?" component={DrillsRoom} />
    <Route path="/routes/*?" component={RoutesRoom} />
    <Route path="/messages/*?" component={MessagesRoom} />
    <Route path="/settings/*?" component={SettingsRoom} />
    <Route path="/guide/*?" component={GuideRoom} />
    <Route component={NotFound} />
  </Switch>
);
