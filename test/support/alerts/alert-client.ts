import { ApiClient, type MessageView } from '../http/api-client.ts';

export interface AlertView {
  readonly id: number;
  readonly version: number;
  readonly state: string;
  readonly waves: readonly { wave: number; kind: string; recipients: number; complete: boolean }[];
  readonly progress: {
    readonly messages: number;
    readonly toCome: number;
    readonly byState: Readonly<Record<string, number>>;
    readonly byRoute: readonly { route: string | null; messages: number; byState: Record<string, number> }[];
    readonly possibleDuplicates: number;
    readonly eta: number | null;
  };
  readonly proposedUpdate: { readonly hash: string } | null;
  readonly log: readonly { by: { name: string }; action: string; detail: string | null }[];
}

export interface PreviewView {
  readonly hash: string;
  readonly audience: number;
  readonly people: number;
  readonly parts: number;
  readonly suppressed: Readonly<Record<string, number>>;
  readonly cost: { amount: number; currency: string } | null;
  readonly eta: number | null;
  readonly estimated: boolean;
  readonly variants: readonly {
    language: string;
    people: number;
    typical: { text: string; parts: number; encoding: string };
    worst: { text: string; parts: number };
    short: { text: string; parts: number } | null;
  }[];
  readonly routes: readonly { route: string; usable: boolean; rate: number; eta: number | null }[];
  readonly blockers: readonly { code: string; path: string }[];
}

/** A client that does with alerts what an operator does. */
export class AlertClient extends ApiClient {
  static of(api: ApiClient): AlertClient {
    return new AlertClient(...ApiClient.partsOf(api));
  }

  /** Sends a request and gives the JSON of the answer. @throws Error with the answer, if it has another status */
  async call<T>(
    method: string,
    path: string,
    body?: unknown,
    { status, headers }: { readonly status?: number; readonly headers?: Record<string, string> } = {},
  ): Promise<T> {
    const response = await this.request(method, path, body, headers);
    const text = await response.text();
    if (status === undefined ? !response.ok : response.status !== status) {
      throw new Error(`${method} ${path}: ${response.status}: ${text}`);
    }
    return (text === '' ? undefined : JSON.parse(text)) as T;
  }

  create(draft: object): Promise<AlertView> {
    return this.call('POST', '/v1/alerts', { kind: 'live', ...draft }, { status: 201 });
  }

  preview(id: number): Promise<PreviewView> {
    return this.call('POST', `/v1/alerts/${id}/preview`);
  }

  /** Launches an alert with the hash of its present preview. */
  async launch(id: number, more: object = {}): Promise<AlertView> {
    const { hash } = await this.preview(id);
    return this.call('POST', `/v1/alerts/${id}/launch`, { hash, ...more }, { status: 202 });
  }

  step(id: number, verb: string, body?: object): Promise<AlertView> {
    return this.call('POST', `/v1/alerts/${id}/${verb}`, body);
  }

  alert(id: number): Promise<AlertView> {
    return this.call('GET', `/v1/alerts/${id}`);
  }

  untilAlert(id: number, satisfies: (alert: AlertView) => boolean): Promise<AlertView> {
    return this.until(() => this.alert(id), satisfies);
  }

  messagesOf(id: number): Promise<MessageView[]> {
    return this.messages(`&alert=${id}`);
  }
}
