using OciFs.Fuzz.Engine;
using OciFs.Fuzz.Mutate;

namespace OciFs.Fuzz.Harnesses;

/// <summary><see cref="Tar.TarScanner"/>: no input makes it throw, and it tells the same however the archive is cut.</summary>
internal sealed class TarHarness : Harness
{
    public override string Name => "tar";

    public override IReadOnlyList<byte[]> Words => TarWords.All;

    public override IReadOnlyList<Mutation> Mutations => TarMutations.All;

    public override IEnumerable<byte[]> Seeds() => SampleLayers.Tars().Concat(Repository.CorpusBlobs(MostBytes));

    public override byte[] Repair(byte[] input, Random random)
    {
        if (random.Next(16) != 0)
            TarMutations.FixChecksums(input);
        return input;
    }

    public override void Run(byte[] input) => TarJudge.Judge(input);
}
