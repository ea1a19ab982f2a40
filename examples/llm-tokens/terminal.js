/**
 * A quantity for people. It is text, and stays text: as a number it could be rounded.
 *
 * @param {string | number | null | undefined} quantity
 */
export function grouped(quantity) {
  const [whole = '', ...fraction] = String(quantity ?? '–').split('.');
  return [whole.replaceAll(/\B(?=(\d{3})+$)/g, ','), ...fraction].join('.');
}

/**
 * Writes over the line before in a terminal, and below it in a file.
 *
 * @param {string} text
 */
export function printLine(text) {
  if (process.stdout.isTTY) process.stdout.write(`\r\x1b[K${text}`);
  else console.log(text);
}

/** @param {readonly (readonly string[])[]} rows */
export function printTable(rows) {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) console.log(row.map((cell, column) => cell.padStart(widths[column] ?? 0)).join('  '));
}
