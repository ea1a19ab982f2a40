import { createClient } from '@redis/client';
import type { Logger } from 'pino';
import { afterCommit, committed } from '../store/after-commit.ts';
import { announcementText, parseAnnouncement } from './announcement-text.ts';
import type { Announcement, Announcer, Listener } from './announcer.ts';

const channel = 'misura';
// Says that something was not announced while Redis was away.
const gapText = '{"kind":"gap"}';
const reconnectMsMax = 2_000;
// An instance that is killed between its commit and its announcement tells nobody: then this is how late an update is.
const lookAgainMs = 10_000;
const unsentMax = 10_000;

/**
 * Announces through Redis, after the commit. Redis carries no state and may be away: nothing that is recorded waits for
 * it, and when it is back everybody looks again.
 */
export function createRedisAnnouncer(redisUrl: string, log: Logger): Announcer {
  let unsaid = false;
  const publisher = connect(redisUrl, log, () => {
    if (!unsaid) return;
    unsaid = false;
    publish(gapText);
  });

  function publish(text: string): void {
    publisher.publish(channel, text).catch((error: unknown) => {
      if (!unsaid) log.warn({ err: error }, 'could not announce through Redis; all will look again when it is back');
      unsaid = true;
    });
  }

  return {
    async commit(client, announcement) {
      await client.query('COMMIT');
      committed(client);
      if (announcement !== null) publish(announcementText(announcement));
    },
    async announceWithin(on, announcement) {
      afterCommit(on, () => publish(announcementText(announcement)));
    },
    async announce(announcement) {
      publish(announcementText(announcement));
    },
    listen: (hear, onGap) => listen(redisUrl, log, hear, onGap),
    async close() {
      await end(publisher);
    },
  };
}

/** Keeps connecting, for ever. What is sent while there is no connection fails at once, instead of piling up. */
function connect(url: string, log: Logger, onReady: () => void) {
  const client = createClient({
    url,
    name: 'misura',
    disableOfflineQueue: true,
    commandsQueueMaxLength: unsentMax,
    pingInterval: lookAgainMs,
    socket: { connectTimeout: 5_000, reconnectStrategy: (retries) => Math.min(50 * 2 ** retries, reconnectMsMax) },
  });
  client.on('error', (error: unknown) => log.warn({ err: error }, 'no connection to Redis; trying again'));
  client.on('ready', onReady);
  // It rejects only when it is closed before it was ever connected.
  client.connect().catch(() => {});
  return client;
}

type RedisClient = ReturnType<typeof connect>;

async function end(client: RedisClient): Promise<void> {
  if (client.isReady) await client.close();
  else if (client.isOpen) client.destroy();
}

async function listen(
  url: string,
  log: Logger,
  hear: (announcement: Announcement) => void,
  onGap: () => void,
): Promise<Listener> {
  let subscribed = false;
  // The client subscribes again by itself, before it says that it is ready.
  const subscriber: RedisClient = connect(url, log, () => {
    if (subscribed) return onGap();
    subscribed = true;
    subscriber.subscribe(channel, receive).then(onGap, () => (subscribed = false));
  });
  const timer = setInterval(onGap, lookAgainMs);

  function receive(text: string): void {
    const announcement = parseAnnouncement(text);
    if (announcement !== null) hear(announcement);
    else if (text === gapText) onGap();
  }

  return {
    async close() {
      clearInterval(timer);
      await end(subscriber);
    },
  };
}
