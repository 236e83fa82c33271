import { expect, onTestFinished, test } from 'vitest';
import { Gateway } from '../../support/gateway/gateway.ts';
import { hasKannelSmsc, KannelSmsc } from '../../support/smpp/kannel-smsc.ts';

interface Inbox {
  readonly items: readonly { readonly from: string; readonly text: string }[];
}

const MESSAGES = 200;

test.skipIf(!hasKannelSmsc())(
  "messages from phones that Kannel's test SMSC sends with a receipted_message_id are all in the inbox, and none is taken for a receipt",
  async () => {
    const smsc = await KannelSmsc.start(MESSAGES);
    const gateway = await Gateway.start({
      sender: 'PREFECTURE',
      routes: [
        {
          id: 'kannel',
          type: 'smpp',
          host: '127.0.0.1',
          port: smsc.port,
          systemId: 'tocsin',
          // Kannel's test SMSC knows no bind_transceiver.
          bind: 'transmitter+receiver',
        },
      ],
    });
    onTestFinished(() => gateway.stop());
    const { api } = gateway;
    await api.untilRoute('kannel', 'up');
    // Its submit_sm_resp has no message_id: the message is accepted, and no receipt will ever name it.
    const { id } = await api.send({ to: '+33639980001', text: 'Alerte', priority: 'critical' });
    expect(await api.untilState(id, 'sent')).toMatchObject({ route: 'kannel', possibleDuplicate: false });

    const { items } = await api.until(
      () => api.get<Inbox>('/v1/inbox?limit=1000'),
      ({ items: shown }) => shown.length >= MESSAGES,
    );
    expect(items.map(({ text }) => Number(text)).toSorted((a, b) => a - b)).toEqual(
      Array.from({ length: MESSAGES }, (_, index) => index + 1),
    );
    expect(await api.get('/v1/receipts?unmatched=true')).toMatchObject({ items: [] });
  },
);
