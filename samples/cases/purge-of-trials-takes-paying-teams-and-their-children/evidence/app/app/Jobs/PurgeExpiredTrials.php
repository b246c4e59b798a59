<?php

namespace App\Jobs;

use App\Models\Team;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Queue\Queueable;
use Illuminate\Support\Facades\Log;

class PurgeExpiredTrials implements ShouldQueue
{
    use Queueable;

    public function handle(): void
    {
        $count = Team::where('trial_ends_at', '<', now())->delete();

        Log::info('Expired trials purged', ['teams' => $count]);
    }
}
