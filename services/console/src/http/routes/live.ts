import type { Door, DoorPorts } from '../door.ts';

/** GET /api/live: the live wall, pushed. */
export function liveRoutes(app: Door, { hub }: Pick<DoorPorts, 'hub'>): void {
  app.get('/api/live', { config: { access: { action: 'wall.read' } } }, async (_request, reply) =>
    reply
      .header('content-type', 'text/event-stream; charset=utf-8')
      .header('x-accel-buffering', 'no')
      .send(hub.listen()),
  );
}
