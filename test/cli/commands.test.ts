import { createServer } from 'node:net';
import { expect, inject, onTestFinished, test } from 'vitest';
import { failureText } from '../../src/cli/failure.ts';
import { DataDirectoryInUse } from '../../src/store/embedded/errors.ts';
import { ask } from '../kit/ask.ts';
import { runCli } from '../kit/cli.ts';

test('migrate brings an empty database to this release, and then finds nothing to do', async () => {
  const url = new URL(inject('serverUrl'));
  const name = `misura_empty_${process.pid}`;
  await ask(url.href, `CREATE DATABASE ${name}`);
  onTestFinished(async () => void (await ask(inject('serverUrl'), `DROP DATABASE ${name} WITH (FORCE)`)));
  url.pathname = `/${name}`;

  const first = runCli(['migrate'], { DATABASE_URL: url.href });
  expect(await first.ended).toBe(0);
  expect(first.output()).toMatch(/^applied \d+_\w+$/m);
  const second = runCli(['migrate'], { DATABASE_URL: url.href });
  expect(await second.ended).toBe(0);
  expect(second.output()).toContain('up to date');
});

test('migrate without a database says what to set', async () => {
  const cli = runCli(['migrate']);
  expect(await cli.ended).toBe(1);
  expect(cli.output()).toContain('Set DATABASE_URL');
});

test('a command that does not exist is answered with those that do', async () => {
  const cli = runCli(['sreve']);
  expect(await cli.ended).toBe(2);
  expect(cli.output()).toMatch(/no command "sreve"[\s\S]*misura serve[\s\S]*misura migrate/);
});

test('help is no failure', async () => {
  const cli = runCli(['--help']);
  expect(await cli.ended).toBe(0);
  expect(cli.output()).toContain('misura serve');
});

test('a database that cannot be reached is said without a stack', async () => {
  const cli = runCli(['serve'], { PORT: '0', DATABASE_URL: 'postgresql://nobody:x@127.0.0.1:1/none' });
  expect(await cli.ended).toBe(1);
  expect(cli.output()).toMatch(/^The database of DATABASE_URL cannot be reached/m);
  expect(cli.output()).not.toContain('    at ');
});

test('an address that is not of this machine is a matter of HOST, not of the database', async () => {
  const error = await new Promise((resolve) => createServer().once('error', resolve).listen(0, '192.0.2.1'));
  expect(failureText(error)).toMatch(/^listen EADDRNOTAVAIL.*Set PORT or HOST/);
});

test('a host that nobody knows may be that of HOST', () => {
  const error = Object.assign(new Error('getaddrinfo ENOTFOUND nowhere.invalid'), { code: 'ENOTFOUND' });
  expect(failureText(error)).toBe(
    'The host of HOST or DATABASE_URL is not known: getaddrinfo ENOTFOUND nowhere.invalid',
  );
});

test('that another server has the data directory is said without a stack', () => {
  expect(failureText(new DataDirectoryInUse('Another server is running.'))).toBe('Another server is running.');
});

test('what is a bug keeps its stack', () => {
  expect(failureText(new TypeError('it is undefined'))).toMatch(/TypeError: it is undefined\n {4}at /);
});
