<?php

namespace Database\Seeders;

use App\Models\Course;
use App\Models\Enrollment;
use App\Models\Plan;
use App\Models\Subscription;
use Illuminate\Database\Seeder;
use Illuminate\Support\Facades\Schema;

class PlanSeeder extends Seeder
{
    public function run(): void
    {
        Schema::disableForeignKeyConstraints();
        Plan::truncate();
        Course::truncate();
        Enrollment::truncate();
        Subscription::truncate();
        Schema::enableForeignKeyConstraints();

        foreach ([['Starter', 900], ['Team', 4900], ['School', 29900]] as [$name, $cents]) {
            Plan::create(['name' => $name, 'price_cents' => $cents, 'is_public' => true]);
        }
    }
}
