import { defineConfig } from 'prisma/config';

// Generation needs no engine binary, but looks for one, and would try to download it.
process.env.PRISMA_SCHEMA_ENGINE_BINARY ??= process.execPath;

export default defineConfig({ schema: 'prisma/schema.prisma' });
