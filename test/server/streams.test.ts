import { testManyStreams } from './many-streams.ts';

testManyStreams(2_000);
