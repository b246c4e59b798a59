import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { ShipmentModule } from './shipment/shipment.module';

@Module({
  imports: [
    TypeOrmModule.forRoot({
      type: 'mysql',
      url: process.env.DATABASE_URL,
      autoLoadEntities: true,
      // handy while developing; never in production
      synchronize: process.env.NODE_ENV !== 'production',
      logging: ['schema', 'error', 'warn'],
    }),
    ShipmentModule,
  ],
})
export class AppModule {}
