<?php

namespace App\Models;

use Illuminate\Database\Eloquent\Builder;
use Illuminate\Database\Eloquent\Model;
use Illuminate\Database\Eloquent\Scope;

class TenantScope implements Scope
{
    public function apply(Builder $builder, Model $model): void
    {
        if ($id = request()->user()?->tenant_id) {
            $builder->where($model->qualifyColumn('tenant_id'), $id);
        }
    }
}
