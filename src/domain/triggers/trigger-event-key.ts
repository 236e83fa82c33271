/** An event of another program: the name of its trigger, and what tells it from others of that trigger. */
export interface TriggerEventKey {
  readonly trigger: string;
  readonly identity: string;
}
