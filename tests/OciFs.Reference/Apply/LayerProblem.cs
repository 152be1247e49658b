namespace OciFs.Reference.Apply;

/// <summary>An entry that could not be applied as it stands.</summary>
/// <param name="Layer">Number of the layer, 0 is the base.</param>
/// <param name="Name">The entry's name as in the tar.</param>
public sealed record LayerProblem(int Layer, ProblemKind Kind, ByteString Name)
{
    public override string ToString() => $"layer {Layer}: {Name}: {Kind}";
}
