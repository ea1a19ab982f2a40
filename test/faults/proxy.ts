import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/**
 * Where to cut: the unit of work, from 1, before it is forwarded or after it was done and not yet answered; or after the
 * one that ends when no transaction is open, counting only those.
 */
export type Cut = { readonly unit: number; readonly side: 'BEFORE' | 'AFTER' | 'AFTER_LASTING' };

/** A unit of work that was done: what PostgreSQL calls it, and whether a transaction was open then, which a cut undoes. */
export type Unit = { readonly did: string; readonly undone: boolean };

export type FaultyProxy = {
  /** The database of `url`, reached through here. */
  readonly url: string;
  /** From now on units of work are counted, over all connections, and the one named cuts the connection that carries it. */
  arm(cut: Cut): void;
  /** Lets everything through again. Gives the units that were done, and whether one was cut. */
  disarm(): { units: readonly Unit[]; cut: boolean };
  close(): Promise<void>;
};

const [query, sync, readyForQuery, commandComplete] = ['Q', 'S', 'Z', 'C'].map((letter) => letter.charCodeAt(0));
// As ReadyForQuery says that no transaction is open.
const idle = 'I'.charCodeAt(0);

/**
 * Stands between a server and PostgreSQL and takes their protocol apart: a unit of work is what ends with a Query or a Sync
 * message, that is one statement, or several in one string. Units are forwarded one by one, each when the one before is done,
 * however many the server has sent ahead; so "after" one is always before the next.
 */
export async function startFaultyProxy(databaseUrl: string): Promise<FaultyProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let armed: Cut | null = null;
  let begun = 0;
  let done: Unit[] = [];
  let hasCut = false;

  function carry(client: Socket): void {
    const server = connect(Number(target.port || 5432), target.hostname);
    for (const socket of [client, server]) {
      sockets.add(socket);
      socket.setNoDelay(true);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        client.destroy();
        server.destroy();
      });
    }
    const waiting: Buffer[] = [];
    let isReady = false;
    const answers: Buffer[] = [];
    let hasStarted = false;
    let did = '';
    const cut = () => {
      hasCut = true;
      client.destroy();
      server.destroy();
    };

    function forward(): void {
      if (!isReady) return;
      const unit = waiting.shift();
      if (unit === undefined) return;
      isReady = false;
      if (armed !== null) {
        begun += 1;
        if (begun === armed.unit && armed.side === 'BEFORE') {
          cut();
          return;
        }
      }
      server.write(unit);
    }

    const unitOf: Buffer[] = [];
    const fromClient = messages((message, type) => {
      // What opens a connection has no type, and what follows of it is answered before there are any units.
      if (!hasStarted) {
        hasStarted = true;
        server.write(message);
        return;
      }
      unitOf.push(message);
      const isUnit = type === query || type === sync;
      if (!isUnit && hasServed) return;
      const whole = Buffer.concat(unitOf.splice(0));
      if (!hasServed) server.write(whole);
      else waiting.push(whole);
      forward();
    }, true);
    let hasServed = false;
    const fromServer = messages((message, type) => {
      if (type === commandComplete) did = message.toString('latin1', 5).replace(/[ \d]*\0$/, '');
      answers.push(message);
      // Before the first unit the two take turns.
      if (hasServed && type !== readyForQuery) return;
      if (type === readyForQuery) {
        if (hasServed && armed !== null) {
          const undone = message[5] !== idle;
          done.push({ did, undone });
          if (armed.side !== 'BEFORE' && armed.unit === done.filter((one) => isCounted(one, armed)).length) {
            cut();
            return;
          }
        }
        did = '';
        hasServed = true;
        isReady = true;
      }
      for (const answer of answers.splice(0)) client.write(answer);
      if (type === readyForQuery) forward();
    }, false);
    client.on('data', fromClient);
    server.on('data', fromServer);
  }

  const listener = createServer(carry);
  listener.listen(0, '127.0.0.1');
  await once(listener, 'listening');
  const url = new URL(databaseUrl);
  url.hostname = '127.0.0.1';
  url.port = String((listener.address() as AddressInfo).port);
  return {
    url: url.href,
    arm(cut) {
      armed = cut;
      begun = 0;
      done = [];
      hasCut = false;
    },
    disarm() {
      armed = null;
      return { units: done, cut: hasCut };
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
}

function isCounted({ undone }: Unit, cut: Cut | null): boolean {
  return cut?.side === 'AFTER' || !undone;
}

/** Cuts a stream into messages of PostgreSQL's protocol, the very first of which may have no type. */
function messages(take: (message: Buffer, type: number | null) => void, firstHasNoType: boolean) {
  let rest = Buffer.alloc(0);
  let isFirst = firstHasNoType;
  return (data: Buffer): void => {
    rest = Buffer.concat([rest, data]);
    for (;;) {
      const head = isFirst ? 0 : 1;
      if (rest.length < head + 4) return;
      const length = head + rest.readUInt32BE(head);
      if (rest.length < length) return;
      const message = rest.subarray(0, length);
      rest = rest.subarray(length);
      const type = isFirst ? null : (message[0] as number);
      isFirst = false;
      take(message, type);
    }
  };
}
