import { fileURLToPath } from 'node:url';
import { printSchema } from 'graphql';
import { schema } from './schema.ts';

/**
 * The contract as text, in alphabetical order, so that it does not change when a file is moved. It is committed as
 * schema.graphql; run as a program, this file prints it.
 */
export function printedSchema(): string {
  return `${printSchema(schema)}\n`;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) process.stdout.write(printedSchema());
