import { type AddressInfo, createConnection, createServer, type Socket } from 'node:net';

/** What passes: `request` towards the server, `answer` back. False: it is lost, and the connection with it. */
export type Passes = (direction: 'request' | 'answer') => boolean;

export type Network = {
  /** Like `target`, but by way of this network. */
  readonly url: string;
  /** Loses every connection there is; new ones are refused until `mend`. */
  cut(): void;
  mend(): void;
  close(): Promise<void>;
};

/** A network of bytes between a client and the server at `target`, which can fail at any moment. */
export async function startNetwork(target: string, passes: Passes = () => true): Promise<Network> {
  const { hostname, port, pathname } = new URL(target);
  const sockets = new Set<Socket>();
  let isCut = false;
  const network = createServer((near) => {
    if (isCut) {
      near.destroy();
      return;
    }
    const far = createConnection({ host: hostname, port: Number(port) });
    const lose = () => {
      near.destroy();
      far.destroy();
    };
    for (const socket of [near, far]) {
      sockets.add(socket);
      socket.on('error', lose).on('close', () => {
        sockets.delete(socket);
        lose();
      });
    }
    near.on('data', (bytes) => (passes('request') ? far.write(bytes) : lose()));
    far.on('data', (bytes) => (passes('answer') ? near.write(bytes) : lose()));
  });
  await new Promise<void>((resolve) => network.listen(0, '127.0.0.1', resolve));
  const cut = () => {
    isCut = true;
    for (const socket of sockets) socket.destroy();
  };
  return {
    url: `http://127.0.0.1:${(network.address() as AddressInfo).port}${pathname}`,
    cut,
    mend: () => {
      isCut = false;
    },
    close: () =>
      new Promise((resolve, reject) => {
        network.close((error) => (error === undefined ? resolve() : reject(error)));
        cut();
      }),
  };
}
