namespace WsActors.ArchitectureTests;

/// <summary>
/// For each documented setting and claim the tests that show that it changes behaviour, as <c>Class.Method</c>. "Indirectly:" begins the
/// reason where no test changes the setting and sees the difference.
/// </summary>
internal static class Effects
{
    public static readonly IReadOnlyDictionary<string, string> OfClaims = Read(
        """
        sub                  TokenTests.A_token_of_each_algorithm_is_taken_and_names_the_user
        subscribe            TokenTests.A_token_that_lists_topics_opens_them_and_closes_all_others
        publish              TokenTests.A_token_that_lists_topics_lets_its_bearer_publish_to_them_alone
        topics               TokenTests.A_client_is_subscribed_from_the_start_to_what_its_token_says
        max_subscriptions    TokenTests.A_token_may_allow_fewer_subscriptions_than_the_node
        commands_per_second  TokenTests.A_token_may_allow_fewer_commands_than_the_node
        info                 InBandTests.The_info_of_a_token_is_shown_to_other_members_and_to_the_admin_API
        exp                  TokenSettingEffectTests.ClockSkew_lets_a_token_in_that_has_just_ended
        nbf                  AttackTests.Not_yet_valid
        aud                  TokenSettingEffectTests.Audiences_and_Issuers_are_checked_where_they_are_named
        iss                  TokenSettingEffectTests.Audiences_and_Issuers_are_checked_where_they_are_named
        """);

    public static readonly IReadOnlyDictionary<string, string> OfSettings = Read(
        """
        Push:Address                            Indirectly: StartTests binds an admin address that is not there; the push listener's is parsed by the same code
        Push:Port                               StartTests.A_push_port_in_use_stops_the_start
        Push:Backlog                            Indirectly: only the kernel knows it, and caps it
        Push:Transport                          StartTests.Sockets_carry_them_where_they_are_asked_for
        Push:WarmUp                             WarmUpTests.A_node_that_has_warmed_up_has_counted_nobody_and_serves
        Push:MaxConnections                     BadHandshakeTests.Beyond_the_nodes_limit_the_answer_is_503_with_retry_after
        Push:MaxConnectionsPerAddress           BadHandshakeTests.Beyond_the_limit_of_an_address_the_answer_is_429_until_a_place_is_free
        Push:MaxConnectionsPerUser              ConnectionsPerUserTests.One_more_than_a_user_may_have_is_answered_429_and_others_are_let_in
        Push:HandshakesPerSecond                AttackTests.When_too_many_connect_at_once_those_who_resume_go_before_newcomers
        Push:HandshakeTimeout                   PassThroughTests.A_header_that_does_not_come_whole_in_time_is_cut_and_counted
        Push:MaxRequestBytes                    RequestReaderTests.A_head_over_the_limit_is_answered_with_431_before_it_ends
        Push:MaxTlsHandshakes                   HandshakeFloodTests.Handshakes_that_are_left_half_open_do_not_keep_others_out
        Push:MaxHeaders                         RequestReaderTests.One_header_more_than_the_limit_is_answered_with_431
        Push:KeepAliveInterval                  NpmWsTests.Client_that_answers_the_servers_pings_stays_connected
        Push:PongTimeout                        OpenTests.A_ping_that_goes_unanswered_closes_the_connection
        Push:IdleTimeout                        OpenTests.A_connection_that_listens_to_nothing_and_says_nothing_is_closed_as_idle
        Push:PollTimeout                        RespondingTests.Poll_that_waits_too_long_is_answered_with_nothing_and_the_position
        Push:CloseTimeout                       DrainTests.A_client_that_never_answers_the_close_does_not_hold_the_exit_up_for_longer_than_the_close_timeout
        Push:SendTimeout                        OpenTests.A_reader_that_stops_with_a_small_backlog_is_closed_at_the_send_timeout
        Push:MaxUnsentBytes                     Indirectly: SteadyReaderTests shows what the default does
        Push:Tombstones                         TombstoneTests.Without_room_none_is_kept
        Push:MaxTaps                            TapLimitTests.Above_the_limit_a_tap_is_refused_until_another_ends
        Push:Echo                               HandshakingTests.Echo_that_is_switched_off_is_answered_with_404
        Push:MessageTimeout                     UnfinishedMessageTests.A_message_that_takes_too_long_is_closed_with_4105
        Push:MaxInboundBytes                    InboundSheddingTests.Above_the_budget_the_largest_is_closed_with_1013_and_the_others_finish_what_they_began
        Push:MaxMessageBytes                    MessageReaderTests.A_message_of_16_MiB_is_legal_and_one_byte_more_is_not
        Push:MaxEchoMessageBytes                CompressionTests.Message_that_inflates_beyond_the_limit_is_closed_with_1009
        Push:OutboxBytes                        SlowConsumerTests.The_message_that_finds_no_room_is_counted_as_dropped
        Push:MaxOutboxBytes                     DeliveryPolicyTests.All_outboxes_together_keep_the_budget_of_the_node_and_no_droppable_reader_is_closed_for_it
        Push:MaxConnectionAge                   ConnectionAgeTests.A_client_is_sent_away_at_the_age_of_the_settings_and_may_return_at_once
        Push:MaxSubscriptions                   SubscribeTests.Subscriptions_over_the_limit_are_an_error_until_one_is_given_up
        Push:MaxPendingSubscriptions            PendingSubscriptionTests.A_client_that_subscribes_to_many_topics_has_a_few_requests_on_their_way_and_the_next_follows_each_answer
        Push:CommandsPerSecond                  CommandRateTests.Command_over_the_burst_is_refused_under_its_id_and_the_connection_stays
        Push:CommandBurst                       CommandRateTests.Command_over_the_burst_is_refused_under_its_id_and_the_connection_stays
        Push:RefuseWithCloseCode                VisibleRefusalTests.The_settings_say_whom_a_close_code_refuses
        Push:AllowedHosts                       EntranceTests.A_request_under_another_name_than_the_settings_list_is_answered_403
        Push:AllowedOrigins                     EntranceTests.A_page_of_an_allowed_origin_is_let_in
        Push:AcceptApiKeys                      BackEndTests.A_key_is_taken_wherever_a_token_may_stand_but_in_the_address
        Push:PathBase                           HttpProxyTests.A_publication_passes_and_the_client_is_shown_with_its_own_address_and_scheme
        Push:TrustedProxies                     PassThroughTests.Strangers_are_direct_clients_where_a_header_is_asked_of_trusted_proxies_only
        Push:ForwardingHeader                   ForwardingTests.Who_is_not_trusted_speaks_for_itself
        Push:ProxyProtocol                      PassThroughTests.Strangers_are_direct_clients_where_a_header_is_asked_of_trusted_proxies_only
        Push:Compression:Enabled                CompressionSettingsTests.Disabled_compression_is_not_negotiated_and_the_connection_goes_on
        Push:Compression:MinBytes               CompressionTests.Threshold_is_a_setting
        Push:Compression:Level                  Indirectly: CompressionSettingsTests shows that it is read; what a level saves is zlib's affair
        Push:Compression:ClientBytesPerSecond   CompressionTests.Inflating_counts_against_the_client_and_too_much_of_it_is_refused_then_ends_the_connection
        Push:Compression:ServerContextTakeover  CompressionTests.Contexts_are_kept_where_the_settings_say_so
        Push:Compression:ClientContextTakeover  CompressionTests.Contexts_are_kept_where_the_settings_say_so
        Topics:MaxTopics                        SubscribeTests.Topics_over_the_nodes_limit_are_an_error
        Topics:MaxVacantTopics                  AttackTests.A_client_that_runs_through_names_fills_the_node_with_no_more_than_it_remembers
        Topics:ForgetAfter                      TopicsActorTests.A_topic_that_nobody_needs_is_forgotten_and_its_name_is_free
        Topics:StatsInterval                    WarmUpTests.A_node_that_has_warmed_up_has_counted_nobody_and_serves
        Topics:MaxHistoryBytes                  TopicHistoryTests.Histories_of_all_topics_stay_within_the_nodes_budget
        Topics:IdempotencyAge                   DurableTopicTests.A_key_that_is_too_old_is_forgotten_over_a_restart_too
        Topics:MaxIdempotencyKeys               Indirectly: IdempotencyKeysTests.Oldest_key_makes_room_for_the_newest shows the bound; the topic passes the setting on
        Topics:MaxIdempotencyBytes              TopicKeysTests.Beyond_the_budget_of_all_topics_a_topic_forgets_its_own_oldest_keys
        Topics:PresenceGrace                    TopicPresenceTests.Who_does_not_come_back_has_left_after_the_grace
        Topics:PresenceInterval                 TopicPresenceTests.Those_who_come_together_are_told_in_one_message
        Topics:MaxPresenceTold                  TopicPresenceTests.Beyond_the_bound_the_number_is_told
        Topics:EmptiedAfter                     OccupancyTests.A_topic_is_emptied_when_the_last_subscriber_has_been_gone_for_a_while
        Topics:Rules                            HandshakingTests.A_topic_whose_rule_forbids_it_is_answered_with_403
        Storage:Directory                       RestartTests.Two_servers_do_not_share_a_directory
        Storage:MaxBytes                        FullDiskTests.Beyond_the_size_that_the_store_may_have_publications_are_refused_and_what_was_stored_stays
        Storage:MaxTopics                       StoreContract.More_topics_than_may_be_are_refused_and_known_ones_go_on
        Storage:Postgres                        PostgresServerTests.A_client_that_returns_over_a_kill_is_given_what_it_missed_and_a_repeated_request_adds_nothing
        Storage:PostgresPath                    PostgresOpeningTests.The_connection_string_may_stand_in_a_file
        Storage:PostgresConnections             PostgresConnectionTests.No_more_connections_are_open_than_may_be
        Storage:PostgresTimeout                 PostgresOutageTests.A_server_that_is_too_slow_is_given_up_and_used_again
        Storage:ForgetAfter                     SweepTests.A_topic_that_was_empty_for_long_is_forgotten_and_its_name_never_has_its_epoch_again
        Storage:MaxWaitingBytes                 LoadingTopicTests.Publications_beyond_what_may_wait_are_refused_and_the_others_are_taken
        Tls:Certificates                        ReloadTests.A_swapped_link_is_found_as_kubernetes_updates_a_mounted_secret
        Tls:Push                                TlsSettingsTests.Tls_can_be_off_for_either_listener
        Tls:Admin                               TlsSettingsTests.Tls_can_be_off_for_either_listener
        Tls:MinimumVersion                      ReloadTests.From_1_3_on_means_that_1_2_is_refused
        Tls:ReloadInterval                      ReloadTests.A_renewed_file_is_shown_to_the_next_client_and_open_connections_go_on
        Drain:Timeout                           DrainTests.What_is_left_at_the_drains_timeout_is_cut_and_the_exit_code_is_still_0
        Drain:Spread                            ConnectionsActorTests.A_drain_says_goodbye_in_waves_and_is_over_when_the_last_has_gone
        Drain:ConnectionsPerSecond              DrainPacingTests.A_drain_with_a_rate_sends_no_more_goodbyes_per_second
        Drain:WaveInterval                      ConnectionsActorTests.A_drain_says_goodbye_in_waves_and_is_over_when_the_last_has_gone
        FaultInjection:Enabled                  FaultInjectionTests.Everyone_sees_that_faults_are_injected
        Drain:ReconnectWithin                   DrainWavesTests.Clients_are_asked_to_return_within_the_time_that_the_settings_say
        Tokens:Anonymous                        ExpiryTests.A_stranger_is_refused_where_the_settings_say_so
        Tokens:Keys                             TokenTests.A_token_of_each_algorithm_is_taken_and_names_the_user
        Tokens:KeySets:Urls                     RotationTests.New_keys_are_taken_up_without_a_restart_and_the_last_good_ones_outlive_their_provider
        Tokens:KeySets:AllowPlainHttp           TokenSettingsTests.Key_sets_over_plain_http_are_taken_where_the_settings_say_so
        Tokens:KeySets:RefreshInterval          KeySetTests.Keys_that_are_there_are_fetched_anew_after_the_refresh_interval
        Tokens:KeySets:UnknownKeyInterval       KeySetTests.A_flood_of_unknown_kids_causes_one_fetch_in_each_interval
        Tokens:KeySets:Timeout                  KeySetTests.A_fetch_that_hangs_is_given_up
        Tokens:KeySets:MaxBytes                 KeySetTests.The_last_good_keys_stay_when_the_answer_is_too_large
        Tokens:Algorithms                       KeySetTests.A_key_of_an_algorithm_outside_of_the_list_is_left_out
        Tokens:Audiences                        TokenSettingEffectTests.Audiences_and_Issuers_are_checked_where_they_are_named
        Tokens:Issuers                          TokenSettingEffectTests.Audiences_and_Issuers_are_checked_where_they_are_named
        Tokens:ClockSkew                        TokenSettingEffectTests.ClockSkew_lets_a_token_in_that_has_just_ended
        Tokens:RequireExpiry                    TokenSettingEffectTests.RequireExpiry_decides_about_tokens_without_an_end
        Tokens:RefreshBefore                    TokenSettingEffectTests.RefreshBefore_says_when_the_client_is_reminded
        Tokens:MaxBytes                         TokenSettingEffectTests.MaxBytes_bounds_a_token
        Tokens:Claims:User                      TokenSettingEffectTests.Claims_are_read_under_the_names_that_the_settings_give_them
        Tokens:Claims:Subscribe                 TokenSettingEffectTests.Claims_are_read_under_the_names_that_the_settings_give_them
        Tokens:Claims:Publish                   TokenSettingEffectTests.Claims_are_read_under_the_names_that_the_settings_give_them
        Tokens:Claims:Topics                    TokenSettingEffectTests.Claims_are_read_under_the_names_that_the_settings_give_them
        Tokens:Claims:Info                      TokenSettingEffectTests.Claims_are_read_under_the_names_that_the_settings_give_them
        Tokens:Claims:MaxSubscriptions          TokenSettingEffectTests.Claims_are_read_under_the_names_that_the_settings_give_them
        Tokens:Claims:CommandsPerSecond         TokenSettingEffectTests.Claims_are_read_under_the_names_that_the_settings_give_them
        Admin:Address                           StartTests.An_admin_address_that_this_machine_does_not_have_stops_the_start
        Admin:Port                              StartTests.An_admin_port_in_use_stops_the_start
        Admin:ApiKeys                           AttackTests.An_API_key_that_publishes_too_much_is_answered_429_and_another_one_is_not
        Admin:NamedApiKeys                      AuditTests.A_call_that_changes_something_is_logged_with_the_name_of_its_key
        Admin:AuditPublications                 AuditTests.Publications_are_logged_if_the_settings_say_so
        Admin:AuditTopic                        AuditTopicTests.Calls_are_published_to_a_topic_that_only_back_ends_and_consoles_may_read
        Admin:MaxConnections                    AdminConnectionsTests.At_the_limit_the_connection_that_has_been_without_a_request_for_longest_makes_room
        Admin:MaxConnectionsPerAddress          AdminConnectionsTests.An_address_at_its_limit_takes_room_from_itself_and_not_from_others
        Admin:FirstRequestTimeout               SilentConnectionsTests.A_connection_that_sends_no_whole_request_is_cut
        Admin:MaxBodyBytes                      PublishingTests.A_body_over_the_limit_is_413_body_too_large
        Admin:AllowedHosts                      Indirectly: HostPolicyTests shows what a list does, and NodeTests what the default does
        Admin:MaxBatchPublications              BatchTests.A_batch_of_few_messages_for_too_many_topics_is_400_batch_too_large
        Admin:MaxBatchMessages                  BatchTests.A_batch_of_too_many_messages_is_400_batch_too_large
        Admin:PublishesPerSecond                AttackTests.An_API_key_that_publishes_too_much_is_answered_429_and_another_one_is_not
        Admin:PublishBurst                      AttackTests.An_API_key_that_publishes_too_much_is_answered_429_and_another_one_is_not
        Admin:ConsolePushAddress                ConsoleTests.ConsolePushAddress_is_where_the_page_connects
        Admin:RequestTimeout                    Indirectly: a request that nobody answers would be a fault; BatchTests of the actors shows what its end leaves of a batch
        Webhooks:Url                            DecisionTests.A_subscription_is_asked_about_and_then_delivers
        Webhooks:ConnectUrl                     WebhookSettingsTests.An_address_of_its_own_takes_the_place_of_the_common_one
        Webhooks:SubscribeUrl                   WebhookSettingsTests.An_address_of_its_own_takes_the_place_of_the_common_one
        Webhooks:PublishUrl                     WebhookSettingsTests.An_address_of_its_own_takes_the_place_of_the_common_one
        Webhooks:EventUrl                       WebhookSettingsTests.An_address_of_its_own_takes_the_place_of_the_common_one
        Webhooks:Secrets                        DecisionTests.What_is_posted_is_signed_over_the_bytes_that_arrive
        Webhooks:Source                         CloudEventTests.A_subscription_names_who_and_where
        Webhooks:Connect                        ConnectTests.A_client_comes_in_as_whom_the_application_says
        Webhooks:ConnectionEvents               EventTests.What_happens_while_a_node_stops_is_told_before_it_has_stopped
        Webhooks:OnFailure                      WebhookDecisionsTests.Where_the_settings_say_so_a_failure_lets_in
        Webhooks:DecisionTimeout                ConnectTests.While_the_application_hangs_a_client_is_told_within_the_timeout
        Webhooks:MaxConcurrentDecisions         WebhookDecisionsTests.No_more_questions_are_under_way_than_may_be_and_those_that_waited_too_long_are_not_asked
        Webhooks:MaxWaitingDecisions            WebhookDecisionsTests.A_flood_is_refused_at_once_even_where_failures_let_in
        Webhooks:EventTimeout                   WebhookEventsTests.An_attempt_that_hangs_is_ended_and_repeated
        Webhooks:EventRetries                   WebhookEventsTests.An_event_that_is_never_taken_is_given_up_and_counted
        Webhooks:EventRetryDelay                WebhookEventsTests.Before_each_further_attempt_it_waits_and_no_longer_than_the_settings_say
        Webhooks:MaxEventRetryDelay             WebhookEventsTests.Before_each_further_attempt_it_waits_and_no_longer_than_the_settings_say
        Webhooks:MaxWaitingEvents               WebhookEventsTests.Beyond_the_bound_the_newest_take_the_place_of_older_ones_and_are_counted
        Webhooks:BreakFor                       WebhookDecisionsTests.An_application_that_keeps_failing_is_left_alone_until_one_question_finds_it_well
        Cluster:Seeds                           MembershipTests.Nodes_with_the_same_Seeds_form_one_cluster_and_all_see_the_same
        Cluster:Discovery                       DiscoveryTests.The_node_whose_address_Discovery_names_begins_a_cluster
        Cluster:Address                         ClusterSettingsTests.An_Address_beyond_loopback_needs_Tls_or_AllowPlainTcp
        Cluster:Port                            Indirectly: all nodes of MembershipTests have ports of their own
        Cluster:Name                            MembershipTests.A_node_of_another_cluster_or_wire_version_is_refused_with_a_line_on_both_sides
        Cluster:Roles                           SeatTests.A_node_without_the_role_Homes_in_its_Roles_is_given_no_bucket
        Cluster:Replicas                        Indirectly: the buckets read it from the cluster; ReplicationSimulationTests shows what it does
        Cluster:Buckets                         MembershipTests.A_node_of_another_cluster_or_wire_version_is_refused_with_a_line_on_both_sides
        Cluster:UnreachableAfter                TimingTests.What_waits_for_other_nodes_takes_as_much_longer_as_they_may_stand_still
        Cluster:Tls:Path                        TlsTests.Nodes_whose_Path_names_a_certificate_of_their_authority_form_a_cluster
        Cluster:Tls:KeyPath                     ClusterSettingsTests.Files_of_Tls_that_cannot_be_used_stop_the_start
        Cluster:Tls:AuthorityPath               TlsTests.A_node_with_a_certificate_of_another_authority_is_refused
        Telemetry:OtlpEndpoint                  TracingTests.With_an_OtlpEndpoint_metrics_and_traces_are_exported_and_traces_begin_with_their_publishers
        Telemetry:TraceRatio                    TracingTests.The_variables_of_OpenTelemetry_do_the_same_and_TraceRatio_selects_publications_without_a_publishers_trace
        Telemetry:Exemplars                     TracingTests.With_Exemplars_histograms_show_traced_publications_in_OpenMetrics
        Cluster:AllowPlainTcp                   ClusterSettingsTests.An_Address_beyond_loopback_needs_Tls_or_AllowPlainTcp
        """);

    private static Dictionary<string, string> Read(string table) => table.Split('\n')
        .Select(line => line.Trim().Split(' ', 2))
        .ToDictionary(cells => cells[0], cells => cells[1].Trim());
}
