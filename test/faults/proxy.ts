import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Socket } from 'node:net';

/** Where to cut: the unit of work, from 1, and whether before it is forwarded or after it was done and not yet answered. */
export type Cut = { readonly unit: number; readonly side: 'BEFORE' | 'AFTER' };

export type FaultyProxy = {
  /** The database of `url`, reached through here. */
  readonly url: string;
  /** From now on units of work are counted, over all connections, and the one named cuts the connection that carries it. */
  arm(cut: Cut): void;
  /** Lets everything through again. Gives how many units there were, and whether one was cut. */
  disarm(): { units: number; cut: boolean };
  close(): Promise<void>;
};

const [query, sync, readyForQuery] = ['Q', 'S', 'Z'].map((letter) => letter.charCodeAt(0));

/**
 * Stands between a server and PostgreSQL and takes their protocol apart: a unit of work is what ends with a Query or a Sync
 * message, that is one statement, or several in one string. Units are forwarded one by one, each when the one before is done,
 * however many the server has sent ahead; so "after" one is always before the next.
 */
export async function startFaultyProxy(databaseUrl: string): Promise<FaultyProxy> {
  const target = new URL(databaseUrl);
  const sockets = new Set<Socket>();
  let armed: Cut | null = null;
  let units = 0;
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
    let cutsAfter = false;
    let hasStarted = false;
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
        units += 1;
        if (units === armed.unit && armed.side === 'BEFORE') {
          cut();
          return;
        }
        cutsAfter = units === armed.unit && armed.side === 'AFTER';
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
      if (type === readyForQuery) {
        hasServed = true;
        isReady = true;
        if (cutsAfter) {
          cut();
          return;
        }
      }
      if (!cutsAfter) client.write(message);
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
      units = 0;
      hasCut = false;
    },
    disarm() {
      armed = null;
      return { units, cut: hasCut };
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      listener.close();
      await once(listener, 'close');
    },
  };
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
