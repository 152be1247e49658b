using System.Collections.Concurrent;
using OciFs.Stores;

namespace OciFs.Layers;

/// <summary>Makes the indexes of layers before anybody looks into them, on all cores.</summary>
public static class AheadIndexer
{
    /// <summary>Brings the index of each layer into the cache where it is not there.</summary>
    /// <param name="store">Where the layers are; stays the caller's.</param>
    /// <param name="cache">Where the indexes go.</param>
    /// <param name="layers">The layers, each once.</param>
    /// <param name="meter">Told how far it is.</param>
    /// <param name="told">Called with what came of each as it is done, by one thread at a time.</param>
    public static void Run(IStore store, LayerIndexCache cache, IReadOnlyCollection<LayerClaim> layers, WorkMeter meter, Action<IndexedLayer> told)
    {
        using var memory = new MemoryBudget(Limits.LeastMemoryBytes);
        using var pool = new LayerPool(store, cache, memory) { ComparesDiffIds = false };
        using var work = meter.Begin($"indexing {layers.Count} layers", ByteSum.Of(layers.Select(layer => layer.Size)));
        var gate = new Lock();
        var longestFirst = Partitioner.Create(layers.OrderByDescending(layer => layer.Size), EnumerablePartitionerOptions.NoBuffering);
        Parallel.ForEach(longestFirst, new ParallelOptions { MaxDegreeOfParallelism = Limits.FirstPassesAtOnce }, claim =>
        {
            var done = Index(pool, claim, work);
            lock (gate)
            {
                told(done);
            }
        });
    }

    private static IndexedLayer Index(LayerPool pool, in LayerClaim claim, Work work)
    {
        using var layer = new Layer(pool, claim) { Within = work };
        try
        {
            var opened = layer.Start().GetAwaiter().GetResult();
            work.Advance(opened.WasIndexed ? Math.Max(claim.Size, 0) : 0);
            return new IndexedLayer(claim, opened.WasIndexed, opened.Content.StreamLength, opened.Content.Index.Size, null);
        }
        catch (OciFsException error)
        {
            return new IndexedLayer(claim, false, 0, 0, error.Message);
        }
    }
}
