import type { TraceFacts } from './trace.ts';

/** As the README of the trace has them, computed by others. */
export const readme: TraceFacts = {
  values: {
    all: {
      COUNT: '8819',
      'SUM contextTokens': '18059974',
      'SUM generatedTokens': '245896',
      'MAX generatedTokens': '1899',
      'LAST contextTokens': '549',
      'LAST generatedTokens': '173',
      'UNIQUE_COUNT contextTokens': '3552',
      'UNIQUE_COUNT generatedTokens': '281',
    },
    c00: { COUNT: '441', 'SUM contextTokens': '921879', 'MAX generatedTokens': '940' },
    c07: { COUNT: '441', 'SUM contextTokens': '885469', 'MAX generatedTokens': '550' },
    c19: { COUNT: '440', 'SUM contextTokens': '950670', 'MAX generatedTokens': '777' },
  },
  minutes: {
    '18:17': { count: '63', generatedTokens: '1478' },
    '18:20': { count: '531', generatedTokens: '14293' },
    '18:21': { count: '166', generatedTokens: '5005' },
    '19:13': { count: '14', generatedTokens: '581' },
    '19:14': { count: '237', generatedTokens: '8650' },
  },
  minutesWithEvents: 45,
  minutesInAll: 58,
};
