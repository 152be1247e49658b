using System.Buffers.Binary;
using OciFs.Compression;
using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Mutate;
using OciFs.Layers;
using OciFs.Tree;

namespace OciFs.Fuzz.Harnesses;

/// <summary>A forged index in a file that is sealed right: refused, or a tree of which every look ends, in a value or <see cref="OciFsException"/>.</summary>
internal sealed class IndexHarness : Harness
{
    public override string Name => "index";

    public override IReadOnlyList<Mutation> Mutations => NumberMutations.All;

    public override IEnumerable<byte[]> Seeds() => [.. SampleLayers.Tars().Select(SampleStack.Index)];

    public override byte[] Repair(byte[] input, Random random)
    {
        if (input.Length >= LayerIndexHeader.Length)
            BinaryPrimitives.WriteUInt64LittleEndian(input, LayerIndexHeader.CurrentMagic);
        return input;
    }

    public override void Run(byte[] input)
    {
        using var cache = new BlockCache(1);
        using var forged = SampleStack.Open(SampleLayers.Rich, input, cache);
        if (forged is null)
            return;
        using var sound = SampleStack.OpenBase(cache);
        foreach (var layers in (LayerContent[][])[[forged], [sound, forged], [forged, sound]])
            Walk([.. layers]);
    }

    private static void Walk(System.Collections.Immutable.ImmutableArray<IStackedLayer> layers)
    {
        try
        {
            new TreeWalk(new RootFs(layers, new DirectoryCache(1)), isForged: true).Walk();
        }
        catch (OciFsException)
        {
            // As it should be.
        }
    }
}
