namespace Vigie.Scene.Tracking;

/// <summary>
/// Kalman filter of one coordinate: position (pixels) and velocity (pixels a second). In SORT's and ByteTrack's filter no noise
/// joins two coordinates, so its 8 x 8 covariance is four of these 2 x 2 blocks: the same numbers for a tenth of the work.
/// </summary>
internal struct Axis
{
    private double _positionVariance;
    private double _covariance;
    private double _velocityVariance;

    /// <summary>A coordinate seen once, at rest as far as is known.</summary>
    public Axis(double position, double positionDeviation, double velocityDeviation)
    {
        Position = position;
        _positionVariance = positionDeviation * positionDeviation;
        _velocityVariance = velocityDeviation * velocityDeviation;
    }

    /// <summary>Estimated position, pixels.</summary>
    public double Position { get; private set; }

    /// <summary>Estimated velocity, pixels a second.</summary>
    public double Velocity { get; set; }

    /// <summary>
    /// Lets time pass. Process noise is white acceleration, integrated over the time, so that one long step is exactly many short
    /// ones: uneven and missing frames need no special case.
    /// </summary>
    /// <param name="seconds">How much time passed: uncertainty grows by it.</param>
    /// <param name="moving">For how much of it the position moves on.</param>
    /// <param name="noise">Variance that the velocity gains in a second: square pixels a cubic second.</param>
    public void Predict(double seconds, double moving, double noise)
    {
        Position += Velocity * moving;
        _positionVariance += seconds * (2 * _covariance + seconds * (_velocityVariance + seconds * noise / 3));
        _covariance += seconds * (_velocityVariance + seconds * noise / 2);
        _velocityVariance += seconds * noise;
    }

    /// <summary>Takes a measurement in.</summary>
    public void Correct(double measured, double measurementDeviation)
    {
        double innovation = measured - Position;
        double variance = _positionVariance + measurementDeviation * measurementDeviation;
        double positionGain = _positionVariance / variance, velocityGain = _covariance / variance;
        Position += positionGain * innovation;
        Velocity += velocityGain * innovation;
        _velocityVariance -= velocityGain * _covariance;
        _covariance -= positionGain * _covariance;
        _positionVariance -= positionGain * _positionVariance;
    }
}
