import type { FastifyInstance } from 'fastify';
import { prisma } from '../db';

export async function keyRoutes(app: FastifyInstance) {
  app.delete('/v1/workspaces/:wid/keys/:id', async (req, reply) => {
    const { wid, id } = req.params as { wid: string; id: string };
    await prisma.apiKey.deleteMany({ where: { id, workspaceId: wid } });
    return reply.code(204).send();
  });

  app.delete('/v1/workspaces/:wid/keys', async (req) => {
    const { workspaceId } = req.params as { workspaceId: string };
    const { count } = await prisma.apiKey.deleteMany({ where: { workspaceId } });
    req.log.info({ count, userId: req.user.id }, 'all keys of the workspace revoked');
    return { revoked: count };
  });
}
