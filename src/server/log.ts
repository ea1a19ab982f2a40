import { type DestinationStream, type Logger, pino, stdSerializers } from 'pino';

/**
 * The server's log, on standard error: JSON lines for machines, short lines for a person at a terminal. Standard output
 * is for what the operator has to read.
 *
 * Whatever might hold a secret is cut out, wherever in a log line it turns up.
 */
export function createLogger(level: string): Logger {
  const destination = process.stderr.isTTY ? humanLines : pino.destination({ dest: 2, sync: false });
  return pino(
    {
      level,
      base: null,
      timestamp: pino.stdTimeFunctions.isoTime,
      formatters: { level: (label) => ({ level: label }) },
      serializers: { err: errorFields },
      redact: {
        paths: [
          'secret',
          'token',
          'authorization',
          'password',
          'url',
          '*.secret',
          '*.token',
          '*.authorization',
          '*.password',
        ],
        censor: '[cut out]',
      },
    },
    destination,
  );
}

/** Without the connection that the driver hangs on its errors: a hundred lines of it, and all its statements. */
function errorFields(error: Error): object {
  const { client, ...fields } = stdSerializers.err(error) as { client?: unknown };
  return fields;
}

const humanLines: DestinationStream = {
  write(line) {
    const { level, time, msg, err, ...rest } = JSON.parse(line) as Record<string, unknown> & {
      err?: { stack?: string };
    };
    const details = Object.entries(rest).map(([key, value]) => `${key}=${JSON.stringify(value)}`);
    const stack = err?.stack === undefined ? '' : `\n${err.stack}`;
    process.stderr.write(`${[String(time).slice(11, 19), level, msg, ...details].join(' ')}${stack}\n`);
  },
};
