import smpp from 'smpp';

// node raw-smpp.ts server | client PORT MESSAGES WINDOW: submit_sm and submit_sm_resp in a loop on the npm package
// alone, which shows how fast the package's own reading and writing is in two processes.
const [role, port, messages, window] = process.argv.slice(2);

interface Pdu {
  readonly command: string;
  response(fields?: object): Pdu;
}

interface Session {
  on(event: string, listener: (pdu: Pdu) => void): void;
  send(pdu: Pdu): void;
  bind_transceiver(fields: object, done: (pdu: Pdu) => void): void;
  submit_sm(fields: object, done: (pdu: Pdu) => void): void;
  close(): void;
}

const library = smpp as unknown as {
  createServer(
    options: object,
    listener: (session: Session) => void,
  ): {
    listen(port: number, host: string, done: () => void): void;
    address(): { port: number };
  };
  connect(options: object, done: () => void): Session;
};

const serve = (): void => {
  let id = 0;
  const server = library.createServer({}, (session) => {
    session.on('error', () => {});
    session.on('bind_transceiver', (pdu) => session.send(pdu.response()));
    session.on('submit_sm', (pdu) => session.send(pdu.response({ message_id: String(++id) })));
  });
  server.listen(0, '127.0.0.1', () => process.stdout.write(`${server.address().port}\n`));
};

const drive = (total: number, inFlight: number): void => {
  const session = library.connect({ host: '127.0.0.1', port: Number(port) }, () => {
    session.bind_transceiver({ system_id: 'bench', password: '' }, () => {
      const text = Buffer.from(
        'Crue rapide : gagnez les hauteurs, ne prenez pas la voiture. Prochain message a 15h.',
      );
      const started = performance.now();
      let sent = 0;
      let answered = 0;
      const next = (): void => {
        if (sent >= total) return;
        sent++;
        session.submit_sm(
          {
            source_addr: 'BENCH',
            destination_addr: '33639980001',
            short_message: text,
            registered_delivery: 1,
          },
          () => {
            answered++;
            if (answered < total) return next();
            const seconds = (performance.now() - started) / 1000;
            process.stdout.write(`${JSON.stringify({ submittedPerSecond: total / seconds })}\n`);
            session.close();
            process.exit(0);
          },
        );
      };
      for (let i = 0; i < inFlight; i++) next();
    });
  });
};

if (role === 'server') serve();
else drive(Number(messages), Number(window));
