import { testManyStreams } from '../server/many-streams.ts';

testManyStreams(8_000);
