<?php

namespace App\Jobs;

use App\Models\Contact;
use App\Services\Hubspot;
use Illuminate\Bus\Queueable;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Foundation\Bus\Dispatchable;
use Illuminate\Support\Facades\Log;

class ResyncContacts implements ShouldQueue
{
    use Dispatchable, Queueable;

    public function __construct(public int $tenantId) {}

    public function handle(Hubspot $hubspot): void
    {
        Log::info("ResyncContacts: replacing the contacts of tenant {$this->tenantId}");

        // Contact has TenantScope as a global scope
        $deleted = Contact::query()->delete();
        $imported = $hubspot->importInto($this->tenantId);

        Log::info('ResyncContacts: done', compact('deleted', 'imported'));
    }
}
