class OrphanedUploadsSweepJob
  include Sidekiq::Job
  sidekiq_options queue: :low, retry: 0

  OWNERS = %w[Correspondence::Letter Invoice].freeze

  def perform
    removed = Upload.orphaned(OWNERS).where(created_at: ...7.days.ago).delete_all
    logger.info "OrphanedUploadsSweepJob removed #{removed} orphaned uploads"
  end
end
