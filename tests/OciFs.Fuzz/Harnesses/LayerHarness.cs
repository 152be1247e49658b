using OciFs.Compression;
using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Mutate;
using OciFs.Tree;

namespace OciFs.Fuzz.Harnesses;

/// <summary>A whole layer: refused with <see cref="OciFsException"/>, or a sound tree, alone and upon another layer.</summary>
internal sealed class LayerHarness : Harness
{
    public override string Name => "layer";

    public override IReadOnlyList<byte[]> Words => TarWords.All;

    public override IReadOnlyList<Mutation> Mutations => TarMutations.All;

    public override IEnumerable<byte[]> Seeds() => SampleLayers.Tars().Concat(Repository.CorpusBlobs(MostBytes));

    public override byte[] Repair(byte[] input, Random random)
    {
        if (random.Next(32) != 0)
            TarMutations.FixChecksums(input);
        return input;
    }

    public override void Run(byte[] input)
    {
        byte[] index;
        try
        {
            index = SampleStack.Index(input);
        }
        catch (OciFsException)
        {
            return;
        }

        using var cache = new BlockCache(1);
        using var below = SampleStack.OpenBase(cache);
        using var layer = SampleStack.Open(input, index, cache) ?? throw new FindingException("an index of our own does not open");
        new TreeWalk(new RootFs([layer], new DirectoryCache(1)), isForged: false).Walk();
        new TreeWalk(new RootFs([below, layer], new DirectoryCache(1)), isForged: false).Walk();
        new TreeWalk(new RootFs([layer, below], new DirectoryCache(1)), isForged: false).Walk();
    }
}
