export type { EventDetails, MeteringFailure, MeteringOptions, Soon } from '../metering/record-aside.ts';
export { type ExpressRequest, type ExpressResponse, meterExpress } from './express.ts';
export { type FastifyReply, type FastifyRequest, meterFastify } from './fastify.ts';
export { meterFetch } from './fetch.ts';
export { type HonoContext, meterHono } from './hono.ts';
export type { NodeResponse } from './node-response.ts';
export type { CountedRequest, HttpMeterOptions, RequestOutcome } from './options.ts';
