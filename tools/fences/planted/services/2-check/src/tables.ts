export { PrismaClient } from '../../../node_modules/@prisma/client/index.js';
