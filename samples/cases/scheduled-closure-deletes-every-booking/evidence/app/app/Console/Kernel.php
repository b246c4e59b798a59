<?php

namespace App\Console;

use Illuminate\Console\Scheduling\Schedule;
use Illuminate\Foundation\Console\Kernel as ConsoleKernel;
use Illuminate\Support\Facades\DB;
use Illuminate\Support\Facades\Log;

class Kernel extends ConsoleKernel
{
    protected function schedule(Schedule $schedule): void
    {
        $schedule->command('telescope:prune --hours=48')->dailyAt('03:10');
        $schedule->command('sanctum:prune-expired --hours=24')->dailyAt('04:00');

        $schedule->call(function () {
            $minutes = config('booking.hold_minutes');

            $deleted = DB::table('bookings')
                ->when($minutes, fn ($q) => $q
                    ->where('status', 'hold')
                    ->where('created_at', '<', now()->subMinutes($minutes)))
                ->delete();

            Log::info('holds released', ['deleted' => $deleted]);
        })->everyTenMinutes()->name('release-holds')->withoutOverlapping();
    }
}
