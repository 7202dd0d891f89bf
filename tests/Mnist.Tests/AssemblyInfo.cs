// Every test that trains uses all cores already.
[assembly: CollectionBehavior(DisableTestParallelization = true)]
